extension CloudConfiguration {
    /// Reads the configuration from the `OS_*` variables that an openrc file sets.
    ///
    /// The names are those of `openstack` (python-openstackclient). An empty variable counts as unset.
    ///
    /// - Parameter environment: the process's variables.
    /// - Throws: everything that is missing or wrong.
    package init(environment: [String: String]) throws(ConfigurationError) {
        guard environment.contains(where: { $0.key.hasPrefix("OS_") && !$0.value.isEmpty }) else {
            throw ConfigurationError(issues: [
                .init(
                    message: "no OS_* variable is set: there is no cloud to talk to",
                    hint: "source the cloud's openrc file")
            ])
        }
        var variables = Variables(environment: environment.filter { !$0.value.isEmpty })
        let credentials = variables.credentials()
        let override = variables.url(["OS_IMAGE_ENDPOINT_OVERRIDE"], droppingVersion: "v2")
        let interface = variables.interface()
        var identityService: ServiceURL?
        if variables.asksKeystone {
            identityService = variables.url(["OS_AUTH_URL"], droppingVersion: "v3")
            if identityService == nil { variables.reportMissingCloud() }
        }
        guard let credentials, variables.issues.isEmpty else { throw ConfigurationError(issues: variables.issues) }
        self.init(
            identityService: identityService, credentials: credentials,
            endpoint: EndpointChoice(
                interfaces: [interface], region: variables["OS_REGION_NAME"], override: override?.description
            ),
            trust: AsyncHTTPTransport.TrustSettings(
                authorityFile: variables["OS_CACERT"], isInsecure: variables.flag("OS_INSECURE"),
                clientCertificateFile: variables["OS_CERT"], clientKeyFile: variables["OS_KEY"]
            )
        )
    }
}

/// The variables, and what was found to be wrong with them so far.
private struct Variables {
    let environment: [String: String]
    var issues: [ConfigurationError.Issue] = []

    /// The first of `names` that is set.
    subscript(_ names: String...) -> String? {
        names.compactMap { environment[$0] }.first
    }

    func flag(_ name: String) -> Bool {
        ["1", "true", "yes", "on", "y", "t"].contains(environment[name]?.lowercased() ?? "")
    }

    mutating func require(_ names: String..., for purpose: String) -> String? {
        if let value = names.compactMap({ environment[$0] }).first { return value }
        report("\(names.joined(separator: " or ")) is not set: it is needed for \(purpose)")
        return nil
    }

    mutating func report(_ message: String, hint: String? = nil) {
        issues.append(ConfigurationError.Issue(message: message, hint: hint))
    }

    mutating func reportMissingCloud() {
        guard environment["OS_AUTH_URL"] == nil else { return }
        if let cloud = environment["OS_CLOUD"] {
            report(
                "OS_CLOUD is \(cloud), but clouds.yaml is not read by this version; OS_AUTH_URL is not set",
                hint: "source an openrc file of that cloud"
            )
        } else {
            report("OS_AUTH_URL is not set: there is no cloud to talk to", hint: "source the cloud's openrc file")
        }
    }

    mutating func url(_ names: [String], droppingVersion version: String) -> ServiceURL? {
        for name in names {
            guard let text = environment[name] else { continue }
            if let url = ServiceURL(text, droppingVersion: version) { return url }
            // What stands before an @ may be a password.
            report(
                "\(name) is not an http or https URL\(text.contains("@") ? "" : ": \(text)")",
                hint: text.contains("@") ? "leave user and password out of it" : nil
            )
            return nil
        }
        return nil
    }

    mutating func interface() -> String {
        let written = self["OS_INTERFACE", "OS_ENDPOINT_TYPE"] ?? "public"
        let interface = written.hasSuffix("URL") ? String(written.dropLast(3)) : written
        if !["public", "internal", "admin"].contains(interface) {
            report("OS_INTERFACE is \(written)", hint: "use public, internal or admin")
        }
        return interface
    }

    /// How to prove who asks, by the name that was given to it or that the other variables speak of.
    private var authenticationType: String { self["OS_AUTH_TYPE", "OS_AUTH_PLUGIN"]?.lowercased() ?? likelyType }

    /// Whether Keystone is needed, which it is not for a given token.
    var asksKeystone: Bool { !["admin_token", "token_endpoint"].contains(authenticationType) }

    mutating func credentials() -> Credentials? {
        switch authenticationType {
        case "password", "v3password": return password()
        case "v3applicationcredential", "application_credential": return applicationCredential()
        case "admin_token", "token_endpoint": return givenToken()
        case let type:
            report(
                "OS_AUTH_TYPE \(type) is not supported",
                hint: "use password, v3applicationcredential, or admin_token (a given token with a given endpoint)"
            )
            return nil
        }
    }

    /// The type that the other variables speak of, where none is named.
    private var likelyType: String {
        if self["OS_APPLICATION_CREDENTIAL_ID", "OS_APPLICATION_CREDENTIAL_NAME"] != nil {
            return "v3applicationcredential"
        }
        return self["OS_TOKEN", "OS_AUTH_TOKEN"] != nil && self["OS_PASSWORD"] == nil ? "admin_token" : "password"
    }

    private mutating func password() -> Credentials? {
        let user = user()
        let password = require("OS_PASSWORD", for: "password authentication")
        let project = project()
        guard let user, let password, let project else { return nil }
        return .password(user: user, password: Secret(password), scope: .project(project))
    }

    private mutating func applicationCredential() -> Credentials? {
        let secret = require("OS_APPLICATION_CREDENTIAL_SECRET", for: "an application credential")
        if let id = self["OS_APPLICATION_CREDENTIAL_ID"] {
            return secret.map { .applicationCredential(.id(id), secret: Secret($0)) }
        }
        let name = require(
            "OS_APPLICATION_CREDENTIAL_ID", "OS_APPLICATION_CREDENTIAL_NAME", for: "an application credential"
        )
        guard let name, let user = user(), let secret else { return nil }
        return .applicationCredential(.name(name, user: user), secret: Secret(secret))
    }

    private mutating func givenToken() -> Credentials? {
        let token = require("OS_TOKEN", "OS_AUTH_TOKEN", for: "a given token")
        let endpoint = url(["OS_ENDPOINT", "OS_URL", "OS_IMAGE_ENDPOINT_OVERRIDE"], droppingVersion: "v2")
        if self["OS_ENDPOINT", "OS_URL", "OS_IMAGE_ENDPOINT_OVERRIDE"] == nil {
            report("OS_ENDPOINT is not set: a given token needs the image service's address")
        }
        // Without it, a consumer's token, which sees only its own row of a list, could not be told from the owner's.
        let project = require("OS_PROJECT_ID", for: "a given token: it tells the owner's token from a consumer's")
        guard let token, let endpoint, let project else { return nil }
        return .givenToken(Secret(token), projectID: project, endpoint: endpoint)
    }

    private mutating func user() -> Credentials.User? {
        if let id = self["OS_USER_ID"] { return .id(id) }
        return require("OS_USERNAME", "OS_USER_ID", for: "authentication").map { .name($0, domain: domain(of: "USER")) }
    }

    private mutating func project() -> Credentials.Project? {
        if let id = self["OS_PROJECT_ID", "OS_TENANT_ID"] { return .id(id) }
        if let name = self["OS_PROJECT_NAME", "OS_TENANT_NAME"] { return .name(name, domain: domain(of: "PROJECT")) }
        report("OS_PROJECT_NAME or OS_PROJECT_ID is not set: a token is needed of the project that owns the images")
        return nil
    }

    private func domain(of whose: String) -> Credentials.Domain {
        if let id = self["OS_\(whose)_DOMAIN_ID"] { return .id(id) }
        if let name = self["OS_\(whose)_DOMAIN_NAME"] { return .name(name) }
        if let id = self["OS_DOMAIN_ID", "OS_DEFAULT_DOMAIN_ID", "OS_DEFAULT_DOMAIN"] { return .id(id) }
        return self["OS_DOMAIN_NAME", "OS_DEFAULT_DOMAIN_NAME"].map { .name($0) } ?? .id("default")
    }
}
