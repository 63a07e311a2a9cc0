package import Transport

/// A cloud, the credentials to use there, and the choice among its endpoints.
package struct CloudConfiguration: Sendable, Equatable {
    /// The name of the cloud: in clouds.yaml, or `envvars` where it is made of variables.
    package var name: String
    /// Keystone, without its version; nil where Keystone is not asked.
    package var identityService: ServiceURL?
    /// The credentials.
    package var credentials: Credentials
    /// The choice of an image service.
    package var endpoint: EndpointChoice
    /// The judgement of the servers' certificates, and the certificate of our own.
    package var trust: TrustSettings
    /// The patience and the rates, as far as the configuration says.
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

/// A choice among the catalog's endpoints.
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
    /// The setting that gives the override, and its place.
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

/// The word of a configuration on patience and rates; nil where it has none.
package struct ServiceLimits: Sendable, Equatable {
    /// The time that one answer may take (`api_timeout`).
    package var requestTimeout: Duration?
    /// The number of times that a failed connection is tried again (`connect_retries`).
    package var connectRetries: Int?
    /// The number of times that an answer with a 5xx status is tried again (`image_status_code_retries`).
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
