/// Who asks, and how that is proved.
package enum Credentials: Sendable, Equatable {
    /// A user's password, for a token on one project.
    case password(user: User, password: Secret, project: Project)
    /// An application credential, which is bound to its project.
    case applicationCredential(ApplicationCredential, secret: Secret)
    /// A token that somebody else asked for, of a project that Keystone will not be asked about.
    case token(Secret, projectID: String, endpoint: ServiceURL)

    /// A user, by ID or by name and domain.
    package enum User: Sendable, Equatable {
        case id(String)
        case name(String, domain: Domain)
    }

    /// A project, by ID or by name and domain.
    package enum Project: Sendable, Equatable {
        case id(String)
        case name(String, domain: Domain)
    }

    /// An application credential, by ID or by name and user.
    package enum ApplicationCredential: Sendable, Equatable {
        case id(String)
        case name(String, user: User)
    }

    /// A domain, by ID or by name.
    package enum Domain: Sendable, Equatable {
        case id(String)
        case name(String)
    }
}
