import Transport

@testable import OpenStack

extension CloudConfiguration {
    /// The configuration in the words that the oracle has for it.
    var values: [String: String] {
        var values = credentials.values
        values["auth_url"] = identityService?.description
        values["region"] = endpoint.region
        values["interface"] = endpoint.interfaces.joined(separator: ",")
        if values["endpoint"] == nil {
            let trimmed = endpoint.override.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
            values["override"] = trimmed.map { $0.hasSuffix("/v2") ? String($0.dropLast(3)) : $0 }
        }
        values["service_name"] = endpoint.serviceName
        values["service_type"] = endpoint.serviceType
        values["verify"] = "\(!trust.isInsecure)"
        values["cacert"] = trust.authorityFile
        values["cert"] = trust.clientCertificateFile
        values["key"] = trust.clientKeyFile
        values["timeout"] = limits.requestTimeout.map { "\($0 / .seconds(1))" }
        values["rate"] = limits.maximumRate.map { "\($0)" }
        values["concurrency"] = limits.concurrency.map { "\($0)" }
        values["connect_retries"] = limits.connectRetries.map { "\($0)" }
        values["status_retries"] = limits.statusCodeRetries.map { "\($0)" }
        return values
    }
}

extension Credentials {
    fileprivate var values: [String: String] {
        switch self {
        case .password(let user, let password, let scope):
            ["type": "password", "user": user.words, "secret": password.exposed, "scope": scope.words]
        case .token(let token, let scope): ["type": "token", "secret": token.exposed, "scope": scope.words]
        case .applicationCredential(.id(let id), let secret):
            ["type": "v3applicationcredential", "credential": id, "secret": secret.exposed]
        case .applicationCredential(.name(let name, let user), let secret):
            ["type": "v3applicationcredential", "credential": name, "user": user.words, "secret": secret.exposed]
        case .federatedClient(let client, let federation, let scope):
            [
                "type": "v3oidcclientcredentials", "client": client.id, "secret": client.secret.exposed,
                "token_endpoint": client.endpoint.address, "federation": federation.words, "scope": scope.words,
            ]
        case .federatedToken(let token, let federation, let scope):
            [
                "type": "v3oidcaccesstoken", "secret": token.exposed, "federation": federation.words,
                "scope": scope.words,
            ]
        case .givenToken(let token, _, let endpoint):
            ["type": "admin_token", "secret": token.exposed, "endpoint": endpoint.description]
        case .none(let endpoint): ["type": "none", "endpoint": endpoint.description]
        }
    }
}

extension Credentials.User {
    fileprivate var words: String {
        switch self {
        case .id(let id): "id:\(id)"
        case .name(let name, let domain): "name:\(name) in \(domain.words)"
        }
    }
}

extension Credentials.Domain {
    fileprivate var words: String {
        switch self {
        case .id(let id): "id:\(id)"
        case .name(let name): "name:\(name)"
        }
    }
}

extension Credentials.Scope {
    fileprivate var words: String {
        switch self {
        case .project(.id(let id)): "project id:\(id)"
        case .project(.name(let name, let domain)): "project name:\(name) in \(domain.words)"
        case .domain(let domain): "domain \(domain.words)"
        case .system: "system"
        case .trust(let id): "trust \(id)"
        case .unscoped: "unscoped"
        }
    }
}

extension Credentials.Federation {
    fileprivate var words: String { "\(identityProvider) by \(protocolID)" }
}

extension Credentials.OpenIDClient.Endpoint {
    fileprivate var address: String {
        switch self {
        case .token(let url), .discovery(let url): url.description + url.query
        }
    }
}
