/// Which cloud to talk to, as whom, and which of its endpoints to use.
package struct CloudConfiguration: Sendable, Equatable {
    /// What the cloud is called: in clouds.yaml, or `envvars` where it is made of variables.
    package var name = "envvars"
    /// Keystone, without its version; nil where Keystone is not asked.
    package var identityService: ServiceURL?
    /// Who asks.
    package var credentials: Credentials
    /// Which image service.
    package var endpoint = EndpointChoice()
    /// How the servers' certificates are judged, and with which of our own we introduce ourselves.
    package var trust = AsyncHTTPTransport.TrustSettings()
    /// How patient to be, and how gentle, as far as the configuration says.
    package var limits = ServiceLimits()
}

/// Which of the catalog's endpoints to use.
package struct EndpointChoice: Sendable, Equatable {
    /// The type of the service in the catalog.
    package var serviceType = "image"
    /// The name of the service in the catalog; nil for any.
    package var serviceName: String?
    /// The interfaces that will do, the most wanted first: `public`, `internal`, `admin`.
    package var interfaces = ["public"]
    /// The region, by name or ID; nil for the catalog's first.
    package var region: String?
    /// The image service's URL where the catalog's word is not to be taken, still with `%(project_id)s` in it.
    package var override: String?
    /// What sets that, and where.
    package var overrideSetting: String?
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
}

/// What is missing or wrong in the configuration, all of it at once.
package struct ConfigurationError: Error, Equatable, Sendable {
    /// One thing that is missing or wrong.
    package struct Issue: Equatable, Sendable {
        /// What it is, and where.
        package var message: String
        /// What to do about it.
        package var hint: String?
    }

    /// All of them.
    package var issues: [Issue]
    /// What is odd besides, and may be why: a file that was not read, a profile that is not known.
    package var warnings: [Issue] = []
}
