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
            return try listProjects(request)
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
            return .list("projects", projects(of: user, request), of: request)
        case ("roles", 1):
            guard try caller(request).isAdmin else { throw .forbidden("identity:list_roles") }
            let named = request.query.last { $0.name == "name" }?.value
            let roles = Role.allCases.filter { (named ?? $0.rawValue) == $0.rawValue }
            return .list("roles", roles.map { $0.document(baseURL: request.keystoneURL) }, of: request)
        case ("domains", 1):
            return try listDomains(request)
        case ("domains", 2): return try show(domain: String(parts[1]), to: request)
        default: return nil
        }
    }

    private func lookUpOwn(
        _ what: Substring, of caller: IssuedToken, _ request: ServiceRequest
    ) throws(KeystoneError) -> ServiceResponse {
        switch what {
        case "projects":
            return .list("projects", projects(of: caller.user, request), of: request)
        case "domains":
            let domains = [caller.user.domain].compactMap { $0?.document(baseURL: request.keystoneURL) }
            return .list("domains", domains, of: request)
        case "system":
            let all: [JSONValue] = caller.user == directory.admin ? [["all": true]] : []
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

    /// The projects that fulfil the conditions, a page of them; whoever reads one domain sees those in it alone.
    private func listProjects(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        // Keystone looks at the question before it looks at who asks.
        let query = try ProjectQuery(request.query)
        let caller = try caller(request)
        guard caller.mayList else { throw .forbidden("identity:list_projects") }
        var page = try PageRequest(request.query, listLimit: listLimit)
        let baseURL = request.keystoneURL
        let narrow = caller.scope.domain?.id
        guard !query.asksForDomains else {
            // Domains are in no domain: whoever asks for those in one, or reads one, finds none.
            let found = try page.cut(
                query.namesPlace ? [] : directory.domains.filter(query.selects), id: \.id,
                of: directory.domains.map(\.id))
            let kept = found.filter { narrow == nil && query.keeps($0) }
            return .list("projects", kept.map { $0.projectDocument(baseURL: baseURL) }, of: request, page: page)
        }
        let found = try page.cut(
            directory.projects.filter(query.selects), id: \.id, of: directory.projects.map(\.id))
        // Keystone narrows the page, not the list: it may come out empty, without a next one, and others be left.
        let kept = found.filter { (narrow ?? $0.domain.id) == $0.domain.id && query.keeps($0) }
        return .list("projects", kept.map { $0.document(baseURL: baseURL) }, of: request, page: page)
    }

    /// The domains that fulfil the conditions, a page of them.
    private func listDomains(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let query = try ProjectQuery(request.query)
        let caller = try caller(request)
        guard caller.mayList else { throw .forbidden("identity:list_domains") }
        var page = try PageRequest(request.query)
        let found = try page.cut(
            directory.domains.filter(query.selects), id: \.id, of: directory.domains.map(\.id))
        let kept = found.filter { (caller.scope.domain?.id ?? $0.id) == $0.id && query.keeps($0) }
        return .list("domains", kept.map { $0.document(baseURL: request.keystoneURL) }, of: request, page: page)
    }

    private func projects(of user: SandboxUser, _ request: ServiceRequest) -> [JSONValue] {
        [directory.project(id: user.project.id)].compactMap { $0?.document(baseURL: request.keystoneURL) }
    }

    /// The token of whoever asks.
    func caller(_ request: ServiceRequest) throws(KeystoneError) -> IssuedToken {
        // All rules that a credential can have here are for images: anything else is refused as if there were no token.
        guard let caller = validToken(request.token), caller.applicationCredential?.accessRules == nil else {
            throw .unauthorized
        }
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

    /// Shows a project to whoever may look projects up, or is in it; a refusal to anybody else, be it there or not.
    private func show(project id: String, to request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let caller = try caller(request)
        let project = directory.project(id: id)
        let isOwn = project != nil && caller.scope.project?.id == id
        guard isOwn || caller.mayLook(into: project?.domain.id) else { throw .forbidden("identity:get_project") }
        let baseURL = request.keystoneURL
        if let domain = directory.domain(id: id) {
            return ServiceResponse(status: 200, json: ["project": domain.projectDocument(baseURL: baseURL)])
        }
        guard let project else { throw .noProject(id) }
        return ServiceResponse(status: 200, json: ["project": project.document(baseURL: baseURL)])
    }

    /// Shows a domain to whoever may look domains up, or is in it; a refusal to anybody else.
    private func show(domain id: String, to request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let caller = try caller(request)
        guard caller.scope.project?.domain.id == id || caller.mayLook(into: id) else {
            throw .forbidden("identity:get_domain")
        }
        guard let domain = directory.domain(id: id) else {
            throw KeystoneError(status: 404, message: "Could not find domain: \(id).")
        }
        return ServiceResponse(status: 200, json: ["domain": domain.document(baseURL: request.keystoneURL)])
    }
}

extension IssuedToken {
    /// True for whoever may look projects up, and domains: an administrator, or a reader of a domain or of all.
    fileprivate var mayList: Bool {
        isAdmin || roles.contains(.reader) && (scope == .system || scope.domain != nil)
    }

    /// True for whoever may look one up in a domain.
    fileprivate func mayLook(into domainID: String?) -> Bool {
        mayList && (isAdmin || scope == .system || scope.domain?.id == domainID)
    }
}
