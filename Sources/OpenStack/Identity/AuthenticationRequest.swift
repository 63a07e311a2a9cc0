import FoundationEssentials
import Transport

/// The content of `POST /v3/auth/tokens`.
///
/// https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
struct AuthenticationRequest: Encodable {
    struct Auth: Encodable {
        var identity: Identity
        var scope: Scope?
    }

    struct Identity: Encodable {
        var methods: [String]
        var password: Password?
        var token: Token?
        var application_credential: ApplicationCredential?
    }

    struct Password: Encodable {
        var user: User
    }

    struct Token: Encodable {
        var id: String
    }

    struct ApplicationCredential: Encodable {
        var id: String?
        var name: String?
        var secret: String
        var user: User?
    }

    struct User: Encodable {
        var id: String?
        var name: String?
        var domain: Domain?
        var password: String?
    }

    struct Domain: Encodable {
        var id: String?
        var name: String?
    }

    struct Project: Encodable {
        var id: String?
        var name: String?
        var domain: Domain?
    }

    struct Scope: Encodable {
        enum CodingKeys: String, CodingKey {
            case project, domain, system
            case trust = "OS-TRUST:trust"
        }

        var project: Project?
        var domain: Domain?
        var system: System?
        var trust: Trust?
    }

    struct System: Encodable {
        let all = true
    }

    struct Trust: Encodable {
        var id: String
    }

    let auth: Auth

    /// Makes the request of a user with a password.
    init(user: Credentials.User, password: Secret, scope: Credentials.Scope) {
        var described = User(user)
        described.password = password.exposed
        auth = Auth(
            identity: Identity(methods: ["password"], password: Password(user: described)), scope: Scope(scope)
        )
    }

    /// Makes the request to exchange a token for another one.
    init(token: Secret, scope: Credentials.Scope) {
        auth = Auth(
            identity: Identity(methods: ["token"], token: Token(id: token.exposed)), scope: Scope(scope)
        )
    }

    /// Makes the request of an application credential.
    ///
    /// It names no scope: Keystone refuses one ("Application credentials cannot request a scope.").
    init(_ credential: Credentials.ApplicationCredential, secret: Secret) {
        var described = ApplicationCredential(secret: secret.exposed)
        switch credential {
        case .id(let id): described.id = id
        case .name(let name, let user):
            described.name = name
            described.user = User(user)
        }
        auth = Auth(identity: Identity(methods: ["application_credential"], application_credential: described))
    }
}

extension AuthenticationRequest.Scope {
    /// Makes a scope; nil where none is to be named.
    ///
    /// Keystone then takes the user's default project if there is one, as `openstack` does. To ask for a token of no
    /// project would be of no use: images belong to projects.
    fileprivate init?(_ scope: Credentials.Scope) {
        switch scope {
        case .project(let project): self.init(project: .init(project))
        case .domain(let domain): self.init(domain: .init(domain))
        case .system: self.init(system: .init())
        case .trust(let id): self.init(trust: .init(id: id))
        case .unscoped: return nil
        }
    }
}

extension AuthenticationRequest.User {
    fileprivate init(_ user: Credentials.User) {
        switch user {
        case .id(let id): self.init(id: id)
        case .name(let name, let domain): self.init(name: name, domain: .init(domain))
        }
    }
}

extension AuthenticationRequest.Project {
    fileprivate init(_ project: Credentials.Project) {
        switch project {
        case .id(let id): self.init(id: id)
        case .name(let name, let domain): self.init(name: name, domain: .init(domain))
        }
    }
}

extension AuthenticationRequest.Domain {
    fileprivate init(_ domain: Credentials.Domain) {
        switch domain {
        case .id(let id): self.init(id: id)
        case .name(let name): self.init(name: name)
        }
    }
}
