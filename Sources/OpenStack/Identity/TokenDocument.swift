import FoundationEssentials

/// The content of Keystone's answer to `POST /v3/auth/tokens`, as far as it is used here.
///
/// https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
struct TokenDocument: Decodable {
    struct Token: Decodable {
        var methods: [String]?
        var user: User?
        var project: Project?
        var domain: Domain?
        var system: System?
        var roles: [Role]?
        var issued_at: String?
        var expires_at: String?
        var catalog: [ServiceCatalog.Service]?
        var application_credential: ApplicationCredential?
    }

    struct ApplicationCredential: Decodable {
        var access_rules: [AccessRule]?
    }

    struct Project: Decodable {
        var id: String
        var name: String?
        var domain: Domain?
    }

    struct Domain: Decodable {
        var id: String?
        var name: String?
    }

    struct System: Decodable {}

    struct User: Decodable {
        var id: String
        var name: String?
    }

    struct Role: Decodable {
        var name: String
    }

    var token: Token
}

extension TokenDocument.Token {
    /// The names of the roles.
    var roleNames: [String] { roles?.map(\.name) ?? [] }

    /// The scope of the token, in words.
    var scope: String {
        if let project {
            let domain = project.domain?.nameOrID.map { " in domain \($0)" } ?? ""
            return "project \(project.name.map { "\($0) (\(project.id))" } ?? project.id)\(domain)"
        }
        if let domain { return "domain \(domain.nameOrID ?? "of no name")" }
        return system == nil ? "nothing: it is unscoped" : "the whole system"
    }

    /// The moment when the token was made.
    var issuedAt: Date? { issued_at.flatMap(Self.date) }

    /// The moment when the token expires.
    var expiresAt: Date? { expires_at.flatMap(Self.date) }

    /// Adds to an authorization what Keystone says of its token.
    func describe(_ authorization: inout Authorization) {
        authorization.projectName = project?.name
        authorization.projectDomainName = project?.domain?.name
        authorization.projectDomainID = project?.domain?.id
        authorization.userID = user?.id
        authorization.userName = user?.name
        authorization.roles = roleNames
        authorization.methods = methods ?? []
        authorization.accessRules = application_credential?.access_rules
        authorization.scope = scope
        authorization.issuedAt = issuedAt
        authorization.expiresAt = expiresAt
    }

    /// The error for a token that speaks for no project.
    ///
    /// With one, a Glance that works says 404 to everything about an image and 403 to the list of images, even where the
    /// token is an administrator's of a domain or of the whole system.
    var noProjectError: OpenStackError {
        let isScoped = domain != nil || system != nil
        return OpenStackError(
            .misconfigured, message: "the token is good for \(scope), and images belong to projects",
            hint: "name the project that owns them, OS_PROJECT_NAME or OS_PROJECT_ID"
                + (isScoped ? ", and leave the scope of \(domain == nil ? "the system" : "the domain") out" : "")
        )
    }

    /// Keystone writes UTC with microseconds, which the parser does not take, and which are always 0.
    private static func date(_ text: String) -> Date? {
        try? Date(text.prefix(19) + "Z", strategy: .iso8601)
    }
}

extension TokenDocument.Domain {
    fileprivate var nameOrID: String? { name ?? id }
}
