import OpenStack
import SystemPackage
import Transport

extension SettingsReader {
    /// Everything that there is to know about the cloud; nil where something is missing or wrong, which is reported.
    ///
    /// - Parameter home: the user's home directory, for paths that begin with `~`.
    /// - Returns: the configuration.
    mutating func configuration(home: String?) -> CloudConfiguration? {
        let type = authenticationType()
        let credentials = credentials(of: type)
        var identityService: ServiceURL?
        if Self.asksKeystone(type) {
            if has("auth_url") {
                identityService = url("auth_url", droppingVersion: "v3")
            } else {
                missing(["auth_url"], for: "asking Keystone")
            }
        }
        let (endpoint, trust, limits) = (endpoint(), trust(home: home), limits())
        guard let credentials, issues.isEmpty else { return nil }
        return CloudConfiguration(
            name: settings.selection.name, identityService: identityService, credentials: credentials,
            endpoint: endpoint, trust: trust, limits: limits
        )
    }

    private mutating func endpoint() -> EndpointChoice {
        var choice = EndpointChoice()
        choice.serviceType = template("image_service_type") ?? choice.serviceType
        choice.serviceName = template("image_service_name")
        choice.region = template("image_region_name", "region_name")
        // The address is checked here and made later: a token's project may be part of it.
        if let url = url("image_endpoint_override") {
            choice.override = template("image_endpoint_override")
            choice.overrideSetting = url.setting
        }
        guard let key = ["image_interface", "interface"].first(where: { has($0) }) else { return choice }
        choice.interfaces = templates(key).map { $0.hasSuffix("URL") ? String($0.dropLast(3)) : $0 }
        for unknown in choice.interfaces where !["public", "internal", "admin"].contains(unknown) {
            report("\(place(of: key)) is \(unknown)", hint: "use public, internal or admin")
        }
        return choice
    }

    private mutating func trust(home: String?) -> TrustSettings {
        func path(_ text: String?) -> String? {
            guard let text, let home, text == "~" || text.hasPrefix("~/") else { return text }
            return home + text.dropFirst()
        }
        let isInsecure = flag("insecure", default: false)
        let verifies = flag("verify", default: true, hint: "use true or false; cacert names a private authority's file")
        return TrustSettings(
            authorityFile: path(template("cacert")), isInsecure: isInsecure || !verifies,
            clientCertificateFile: path(template("cert")), clientKeyFile: path(template("key"))
        )
    }

    private mutating func limits() -> ServiceLimits {
        ServiceLimits(
            requestTimeout: timeout(),
            connectRetries: number("image_connect_retries", "connect_retries", as: Int.self),
            statusCodeRetries: number("image_status_code_retries", "status_code_retries", as: Int.self),
            maximumRate: imageNumber(in: "rate_limit", as: Double.self),
            concurrency: imageNumber(in: "concurrency", as: Int.self)
        )
    }
}
