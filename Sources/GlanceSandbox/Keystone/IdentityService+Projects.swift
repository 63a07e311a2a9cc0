extension IdentityService {
    /// Shows a project to an administrator, or to whoever is in it; to anybody else it is a refusal, be it there or not.
    func show(project id: String, to request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        let project = directory.project(id: id)
        guard caller.isAdmin || (project != nil && caller.scope == project.map { .project($0) }) else {
            throw .forbidden("identity:get_project")
        }
        guard let project else {
            throw KeystoneError(status: 404, message: "Could not find project: \(id).")
        }
        return ServiceResponse(status: 200, json: ["project": project.document(baseURL: request.keystoneURL)])
    }
}

extension SandboxProject {
    /// The project as the identity API shows it.
    func document(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "domain_id": .string(SandboxDirectory.domainID),
            "description": "", "enabled": true, "parent_id": .string(SandboxDirectory.domainID), "is_domain": false,
            "tags": [], "options": [:], "links": ["self": .string(baseURL + "/v3/projects/" + id)],
        ]
    }
}
