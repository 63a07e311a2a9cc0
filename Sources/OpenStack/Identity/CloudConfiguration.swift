/// Which cloud to talk to, as whom, and which of its endpoints to use.
package struct CloudConfiguration: Sendable, Equatable {
    /// Keystone, without its version; nil where a token is given and Keystone is not asked.
    package var identityService: ServiceURL?
    /// Who asks.
    package var credentials: Credentials
    /// The region of the image service; nil for the catalog's first.
    package var region: String?
    /// Which interface of the image service to use: `public`, `internal` or `admin`.
    package var interface: String
    /// The image service, where the catalog's word is not to be taken.
    package var imageEndpointOverride: ServiceURL?
    /// How the servers' certificates are judged.
    package var trust: AsyncHTTPTransport.TrustSettings
}

extension CloudConfiguration {
    /// What proves who asks: not to be shown, whoever repeats it.
    package var secrets: [Secret] {
        switch credentials {
        case .password(_, let password, _): [password]
        case .applicationCredential(_, let secret): [secret]
        case .token(let token, _, _): [token]
        }
    }
}

/// What is missing or wrong in the configuration, all of it at once.
package struct ConfigurationError: Error, Equatable, Sendable {
    /// One thing that is missing or wrong.
    package struct Issue: Equatable, Sendable {
        /// What it is.
        package var message: String
        /// What to do about it.
        package var hint: String?
    }

    /// All of them.
    package var issues: [Issue]
}
