import OpenStack
import Transport

extension SettingsReader {
    /// The authentication types that are built, by the names that `openstack` has for them.
    private static let types =
        "password, token, v3applicationcredential, v3oidcclientcredentials, v3oidcaccesstoken, admin_token, none"

    /// The authentication type: the one that is named, or the one that the other settings speak of.
    ///
    /// Where `openstack` takes a password for granted, a token or an application credential is not overlooked here.
    mutating func authenticationType() -> String {
        if let type = text("auth_type") { return type.lowercased() }
        if has("application_credential_id", "application_credential_name", "application_credential_secret") {
            return "v3applicationcredential"
        }
        guard has("token"), !has("password") else { return "password" }
        return has("endpoint") || !has("auth_url") ? "admin_token" : "token"
    }

    /// The user or token that asks, with the proof; nil where something is missing, which is reported.
    mutating func credentials(of type: String) -> Credentials? {
        switch type {
        case "password", "v3password": return password()
        case "token", "v3token":
            let token = secret("token", for: "authentication with a token")
            let scope = scope()
            return token.map { .token($0, scope: scope) }
        case "v3applicationcredential", "application_credential": return applicationCredential()
        case "v3oidcclientcredentials": return federatedClient()
        case "v3oidcaccesstoken":
            let token = secret("access_token", for: "authentication with an access token")
            let (federation, scope) = (federation(), scope())
            guard let token, let federation else { return nil }
            return .federatedToken(token, federation, scope: scope)
        case "admin_token", "token_endpoint":
            let token = secret("token", for: "a given token")
            let endpoint = givenEndpoint(for: "a given token")
            let projectID = text("project_id")
            guard let token, let endpoint else { return nil }
            return .givenToken(token, projectID: projectID, endpoint: endpoint)
        case "none": return givenEndpoint(for: "an image service without Keystone").map { .none(endpoint: $0) }
        default:
            report(
                "\(place(of: "auth_type")) \(type) is not supported",
                hint: "those that are: \(Self.types)"
            )
            return nil
        }
    }

    /// Returns true for a type of authentication in which Keystone is asked.
    static func asksKeystone(_ type: String) -> Bool { !["admin_token", "token_endpoint", "none"].contains(type) }

    private mutating func password() -> Credentials? {
        let user = user()
        let password = secret("password", for: "password authentication")
        let scope = scope()
        guard let user, let password else { return nil }
        return .password(user: user, password: password, scope: scope)
    }

    private mutating func applicationCredential() -> Credentials? {
        let secret = secret("application_credential_secret", for: "an application credential")
        if let id = text("application_credential_id") {
            return secret.map { .applicationCredential(.id(id), secret: $0) }
        }
        guard let name = text("application_credential_name") else {
            missing(["application_credential_id", "application_credential_name"], for: "an application credential")
            return nil
        }
        guard let user = user(), let secret else { return nil }
        return .applicationCredential(.name(name, user: user), secret: secret)
    }

    private mutating func federatedClient() -> Credentials? {
        let id = require("client_id", for: "authentication at an identity provider")
        let secret = secret("client_secret", for: "authentication at an identity provider")
        var endpoint: Credentials.OpenIDClient.Endpoint?
        if has("access_token_endpoint") {
            endpoint = providerAddress("access_token_endpoint").map { .token($0) }
        } else if has("discovery_endpoint") {
            endpoint = providerAddress("discovery_endpoint").map { .discovery($0) }
        } else {
            missing(["access_token_endpoint", "discovery_endpoint"], for: "authentication at an identity provider")
        }
        let openIDScope = text("openid_scope") ?? "openid profile"
        let kind = tokenKind()
        let (federation, scope) = (federation(), scope())
        guard let id, let secret, let endpoint, let federation else { return nil }
        let client = Credentials.OpenIDClient(
            id: id, secret: secret, endpoint: endpoint, scope: openIDScope, tokenKind: kind)
        return .federatedClient(client, federation, scope: scope)
    }

    /// The kind of the provider's tokens that Keystone is shown.
    private mutating func tokenKind() -> Credentials.OpenIDClient.TokenKind {
        guard let name = text("access_token_type") else { return .accessToken }
        if let kind = Credentials.OpenIDClient.TokenKind(rawValue: name) { return kind }
        report("\(place(of: "access_token_type")) is \(name)", hint: "use access_token or id_token")
        return .accessToken
    }

    private mutating func federation() -> Credentials.Federation? {
        let provider = require("identity_provider", for: "federation")
        let protocolID = require("protocol", for: "federation")
        guard let provider, let protocolID else { return nil }
        return Credentials.Federation(identityProvider: provider, protocolID: protocolID)
    }

    /// The image service's address, for those who get no catalog.
    private mutating func givenEndpoint(for purpose: String) -> ServiceURL? {
        guard has("image_endpoint_override", "endpoint") else {
            missing(["endpoint"], for: purpose)
            return nil
        }
        return url("image_endpoint_override", "endpoint", droppingVersion: "v2")
    }

    private mutating func user() -> Credentials.User? {
        if let id = text("user_id") { return .id(id) }
        guard let name = text("username") else {
            missing(["username", "user_id"], for: "authentication")
            return nil
        }
        return .name(name, domain: domain(of: "user"))
    }

    /// The scope of the token; a user may have a default project, so none may be named.
    private mutating func scope() -> Credentials.Scope {
        var scopes: [(name: String, scope: Credentials.Scope)] = []
        if let id = text("project_id") {
            scopes.append(("a project", .project(.id(id))))
        } else if let name = text("project_name") {
            scopes.append(("a project", .project(.name(name, domain: domain(of: "project")))))
        } else if let id = text("domain_id") {
            scopes.append(("a domain", .domain(.id(id))))
        } else if let name = text("domain_name") {
            scopes.append(("a domain", .domain(.name(name))))
        }
        if text("system_scope") == "all" { scopes.append(("the system", .system)) }
        if let id = text("trust_id") { scopes.append(("a trust", .trust(id))) }
        if scopes.count > 1 {
            let names = scopes.map(\.name).joined(separator: " and ")
            report("the token cannot be good for \(names) at once", hint: "leave one: images belong to projects")
        }
        return scopes.first?.scope ?? .unscoped
    }

    /// The domain of a user or a project.
    ///
    /// `domain_id` and `domain_name` are meant for both, where there is a project; what is left is `default`.
    private mutating func domain(of whose: String) -> Credentials.Domain {
        let isScopedToProject = has("project_id", "project_name")
        if let id = text("\(whose)_domain_id") ?? (isScopedToProject ? text("domain_id") : nil) { return .id(id) }
        if let name = text("\(whose)_domain_name") ?? (isScopedToProject ? text("domain_name") : nil) {
            return .name(name)
        }
        if let id = text("default_domain_id", "default_domain") { return .id(id) }
        return text("default_domain_name").map { .name($0) } ?? .id("default")
    }
}
