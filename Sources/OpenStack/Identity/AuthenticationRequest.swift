import FoundationEssentials

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
        var application_credential: ApplicationCredential?
    }

    struct Password: Encodable {
        var user: User
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
        var project: Project
    }

    let auth: Auth

    /// Makes the request of a user with a password, for one project.
    init(user: Credentials.User, password: Secret, project: Credentials.Project) {
        var described = User(user)
        described.password = password.exposed
        auth = Auth(
            identity: Identity(methods: ["password"], password: Password(user: described)),
            scope: Scope(project: Project(project))
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
