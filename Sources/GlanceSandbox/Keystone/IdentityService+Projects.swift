extension IdentityService {
    /// The project's ID in a path like `/v3/projects/{id}`; nil for other paths.
    static func project(in path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1] == "v3", parts[2] == "projects" else { return nil }
        return String(parts[3])
    }

    /// Shows a project to an administrator, or to whoever is in it; to anybody else it is a refusal, be it there or not.
    func show(project id: String, to request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        let project = directory.project(id: id)
        guard caller.roles.contains(.admin) || (project != nil && caller.scope == project.map { .project($0) }) else {
            throw .forbidden("identity:get_project")
        }
        guard let project else {
            throw KeystoneError(status: 404, message: "Could not find project: \(id).")
        }
        let document: JSONValue = [
            "id": .string(project.id), "name": .string(project.name), "domain_id": .string(SandboxDirectory.domainID),
            "description": "", "enabled": true, "parent_id": .string(SandboxDirectory.domainID), "is_domain": false,
            "tags": [], "options": [:],
        ]
        return ServiceResponse(status: 200, json: ["project": document])
    }
}
