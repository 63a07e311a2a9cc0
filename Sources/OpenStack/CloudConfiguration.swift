package import Transport

/// Which cloud to talk to, as whom, and which of its endpoints to use.
package struct CloudConfiguration: Sendable, Equatable {
    /// What the cloud is called: in clouds.yaml, or `envvars` where it is made of variables.
    package var name: String
    /// Keystone, without its version; nil where Keystone is not asked.
    package var identityService: ServiceURL?
    /// Who asks.
    package var credentials: Credentials
    /// Which image service.
    package var endpoint: EndpointChoice
    /// How the servers' certificates are judged, and with which of our own we introduce ourselves.
    package var trust: TrustSettings
    /// How patient to be, and how gentle, as far as the configuration says.
    package var limits: ServiceLimits

    /// Makes a configuration.
    package init(
        name: String = "envvars", identityService: ServiceURL? = nil, credentials: Credentials,
        endpoint: EndpointChoice = EndpointChoice(), trust: TrustSettings = TrustSettings(),
        limits: ServiceLimits = ServiceLimits()
    ) {
        self.name = name
        self.identityService = identityService
        self.credentials = credentials
        self.endpoint = endpoint
        self.trust = trust
        self.limits = limits
    }
}

/// Which of the catalog's endpoints to use.
package struct EndpointChoice: Sendable, Equatable {
    /// The type of the service in the catalog.
    package var serviceType: String
    /// The name of the service in the catalog; nil for any.
    package var serviceName: String?
    /// The interfaces that will do, the most wanted first: `public`, `internal`, `admin`.
    package var interfaces: [String]
    /// The region, by name or ID; nil for the catalog's first.
    package var region: String?
    /// The image service's URL where the catalog's word is not to be taken, still with `%(project_id)s` in it.
    package var override: String?
    /// What sets that, and where.
    package var overrideSetting: String?

    /// Makes a choice; the default is that of most clouds: the first public endpoint of the type `image`.
    package init(
        serviceType: String = "image", serviceName: String? = nil, interfaces: [String] = ["public"],
        region: String? = nil, override: String? = nil, overrideSetting: String? = nil
    ) {
        self.serviceType = serviceType
        self.serviceName = serviceName
        self.interfaces = interfaces
        self.region = region
        self.override = override
        self.overrideSetting = overrideSetting
    }
}

/// What a configuration says about patience and rates; nil where it says nothing.
package struct ServiceLimits: Sendable, Equatable {
    /// How long one answer may take (`api_timeout`).
    package var requestTimeout: Duration?
    /// How often a connection that failed is tried again (`connect_retries`).
    package var connectRetries: Int?
    /// How often an answer with a 5xx status is tried again (`image_status_code_retries`).
    package var statusCodeRetries: Int?
    /// The most requests a second (`rate_limit: {image: …}`).
    package var maximumRate: Double?
    /// The most requests in flight (`concurrency: {image: …}`).
    package var concurrency: Int?

    /// Makes limits; the default says nothing.
    package init(
        requestTimeout: Duration? = nil, connectRetries: Int? = nil, statusCodeRetries: Int? = nil,
        maximumRate: Double? = nil, concurrency: Int? = nil
    ) {
        self.requestTimeout = requestTimeout
        self.connectRetries = connectRetries
        self.statusCodeRetries = statusCodeRetries
        self.maximumRate = maximumRate
        self.concurrency = concurrency
    }
}
