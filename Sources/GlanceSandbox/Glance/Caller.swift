/// Who speaks to Glance, as its token tells.
struct Caller: Sendable {
    /// The project the token is scoped to, if it is.
    let project: String?
    let roles: Set<Role>

    init(_ token: IssuedToken) {
        if case .project(let project) = token.scope {
            self.project = project.id
        } else {
            self.project = nil
        }
        self.roles = Set(token.roles)
    }

    var isAdmin: Bool { roles.contains(.admin) }

    func owns(_ image: Image) -> Bool {
        project != nil && image.owner == project
    }

    func isMember(of image: Image) -> Bool {
        project.map(image.members.contains) ?? false
    }
}
