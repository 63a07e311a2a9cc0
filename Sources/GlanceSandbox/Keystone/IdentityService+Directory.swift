/// Keystone's projects, users and domains, as far as the clients of Glance look them up.
///
/// https://docs.openstack.org/api-ref/identity/v3/
extension IdentityService {
    /// Answers a question about who and what there is; nil where the path below `/v3` leads to something else.
    func lookUp(_ parts: [Substring], _ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse? {
        switch (parts.first ?? "", parts.count) {
        case ("auth", 2) where ["projects", "domains", "system", "catalog"].contains(parts[1]):
            return try lookUpOwn(parts[1], of: try caller(request), request)
        case ("projects", 1):
            // Keystone looks at the question before it looks at who asks.
            let query = try ProjectQuery(request.query)
            guard try caller(request).isAdmin else { throw .forbidden("identity:list_projects") }
            let projects = try query.select(from: directory.projects)
            return .list("projects", projects.map { $0.document(baseURL: request.keystoneURL) }, of: request)
        case ("projects", 2): return try show(project: String(parts[1]), to: request)
        case ("users", 1):
            guard try caller(request).isAdmin else { throw .forbidden("identity:list_users") }
            let named = request.query.last { $0.name == "name" }?.value
            let users = directory.users.filter { (named ?? $0.name) == $0.name }
            return .list("users", users.map { $0.document(baseURL: request.keystoneURL) }, of: request)
        case ("users", 2):
            let user = try user(parts[1], for: request, or: "identity:get_user")
            return ServiceResponse(status: 200, json: ["user": user.document(baseURL: request.keystoneURL)])
        case ("users", 3) where parts[2] == "projects":
            let user = try user(parts[1], for: request, or: "identity:list_user_projects")
            return .list("projects", [user.project.document(baseURL: request.keystoneURL)], of: request)
        case ("roles", 1):
            guard try caller(request).isAdmin else { throw .forbidden("identity:list_roles") }
            let named = request.query.last { $0.name == "name" }?.value
            let roles = Role.allCases.filter { (named ?? $0.rawValue) == $0.rawValue }
            return .list("roles", roles.map { $0.document(baseURL: request.keystoneURL) }, of: request)
        case ("domains", 1):
            guard try caller(request).isAdmin else { throw .forbidden("identity:list_domains") }
            let named = request.query.last { $0.name == "name" }?.value
            let isThere = (named ?? SandboxDirectory.domainName) == SandboxDirectory.domainName
            return .list("domains", isThere ? [SandboxDirectory.domain(baseURL: request.keystoneURL)] : [], of: request)
        case ("domains", 2): return try show(domain: String(parts[1]), to: request)
        default: return nil
        }
    }

    private func lookUpOwn(
        _ what: Substring, of caller: IssuedToken, _ request: ServiceRequest
    ) throws(KeystoneError) -> ServiceResponse {
        switch what {
        case "projects":
            return .list("projects", [caller.user.project.document(baseURL: request.keystoneURL)], of: request)
        case "domains":
            return .list(
                "domains",
                caller.user == directory.domainAdmin ? [SandboxDirectory.domain(baseURL: request.keystoneURL)] : [],
                of: request)
        case "system":
            let all: [JSONValue] = caller.user.role == .admin ? [["all": true]] : []
            return ServiceResponse(
                status: 200,
                json: ["system": .array(all), "links": ["self": .string(request.origin + request.target)]])
        default:
            guard case .project = caller.scope else { throw .forbidden }
            return ServiceResponse(
                status: 200,
                json: [
                    "catalog": CatalogDocument.catalog(origin: request.origin),
                    "links": ["self": .string(request.origin + request.target)],
                ])
        }
    }

    private func caller(_ request: ServiceRequest) throws(KeystoneError) -> IssuedToken {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        return caller
    }

    /// A user, for an administrator or the user itself.
    private func user(
        _ id: Substring, for request: ServiceRequest, or action: String
    ) throws(KeystoneError) -> SandboxUser {
        let caller = try caller(request)
        guard caller.isAdmin || caller.user.id == id else { throw .forbidden(action) }
        guard let user = directory.user(id: String(id)) else {
            throw KeystoneError(status: 404, message: "Could not find user: \(id).")
        }
        return user
    }

    /// Shows a project to an administrator, or to whoever is in it; a refusal to anybody else, be it there or not.
    private func show(project id: String, to request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let caller = try caller(request)
        let project = directory.project(id: id)
        guard caller.isAdmin || (project != nil && caller.scope == project.map { .project($0) }) else {
            throw .forbidden("identity:get_project")
        }
        guard let project else {
            throw KeystoneError(status: 404, message: "Could not find project: \(id).")
        }
        return ServiceResponse(status: 200, json: ["project": project.document(baseURL: request.keystoneURL)])
    }

    /// Shows the domain to whoever is in it; another one is a refusal to all but an administrator.
    private func show(domain id: String, to request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let caller = try caller(request)
        let isIn = caller.scope != .unscoped && id == SandboxDirectory.domainID
        guard caller.isAdmin || isIn else { throw .forbidden("identity:get_domain") }
        guard id == SandboxDirectory.domainID else {
            throw KeystoneError(status: 404, message: "Could not find domain: \(id).")
        }
        return ServiceResponse(status: 200, json: ["domain": SandboxDirectory.domain(baseURL: request.keystoneURL)])
    }
}
