/// The projects that an administrator makes, changes and takes away.
///
/// https://docs.openstack.org/api-ref/identity/v3/#projects
extension IdentityService {
    /// Makes a project.
    mutating func createProject(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let wanted = try ProjectRequest(request, isNew: true)
        let caller = try caller(request)
        guard Self.mayChange(projectsIn: wanted.domainID, caller) else { throw .forbidden("identity:create_project") }
        let domainID = wanted.domainID ?? caller.scope.domain?.id ?? SandboxDomain.default.id
        guard let domain = directory.domain(id: domainID) else {
            throw .invalid("Could not find domain: \(domainID).")
        }
        if let parentID = wanted.parentID, parentID != domainID { try check(parent: parentID, of: domain) }
        var project = SandboxProject(
            id: Identifier.randomHex(words: 2), name: wanted.name ?? "", domain: domain,
            parentID: wanted.parentID ?? domainID, tags: wanted.tags ?? [], isEnabled: wanted.isEnabled ?? true)
        guard directory.project(named: project.name, in: domain) == nil else {
            throw KeystoneError(
                status: 409,
                message: """
                    Conflict occurred attempting to store project - it is not permitted to have two projects with \
                    either the same name or same id in the same domain: name is \(project.name), project id \
                    \(project.id).
                    """)
        }
        project.description = wanted.description ?? ""
        directory.projects.append(project)
        return Self.answer(project, status: 201, to: request)
    }

    /// Renames, tags, describes, disables or enables a project.
    mutating func updateProject(_ id: String, _ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let wanted = try ProjectRequest(request, isNew: false)
        let index = try index(ofProject: id, for: request, or: "identity:update_project")
        var project = directory.projects[index]
        guard (wanted.id ?? id) == id else { throw .invalid("Cannot change ID") }
        guard (wanted.domainID ?? project.domain.id) == project.domain.id else {
            throw .invalid("Cannot change Domain ID")
        }
        guard (wanted.parentID ?? project.parentID) == project.parentID else {
            throw KeystoneError(status: 403, message: "Update of `parent_id` is not allowed.")
        }
        guard wanted.isEnabled != false || !directory.projects.contains(where: { $0.parentID == id && $0.isEnabled })
        else {
            throw KeystoneError(
                status: 403,
                message: "Cannot disable project \(id) since its subtree contains enabled projects.")
        }
        if let name = wanted.name, let other = directory.project(named: name, in: project.domain), other.id != id {
            throw .internalServerError
        }
        project.name = wanted.name ?? project.name
        project.tags = wanted.tags ?? project.tags
        project.isEnabled = wanted.isEnabled ?? project.isEnabled
        project.description = wanted.description ?? project.description
        directory.projects[index] = project
        return Self.answer(project, status: 200, to: request)
    }

    /// Takes a project away, unless there are others in it.
    mutating func deleteProject(_ id: String, _ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let index = try index(ofProject: id, for: request, or: "identity:delete_project")
        guard !directory.projects.contains(where: { $0.parentID == id }) else {
            throw KeystoneError(
                status: 403,
                message: """
                    Cannot delete the project \(id) since it is not a leaf in the hierarchy. Use the cascade option if \
                    you want to delete a whole subtree.
                    """)
        }
        directory.projects.remove(at: index)
        return ServiceResponse(status: 204)
    }

    /// True for an administrator, and for a manager of the domain.
    private static func mayChange(projectsIn domainID: String?, _ caller: IssuedToken) -> Bool {
        caller.isAdmin || caller.roles.contains(.manager) && domainID != nil && caller.scope.domain?.id == domainID
    }

    private func index(
        ofProject id: String, for request: ServiceRequest, or action: String
    ) throws(KeystoneError) -> Int {
        let caller = try caller(request)
        let index = directory.projects.firstIndex { $0.id == id }
        guard Self.mayChange(projectsIn: index.map { directory.projects[$0].domain.id }, caller) else {
            throw .forbidden(action)
        }
        guard let index else { throw .noProject(id) }
        return index
    }

    private func check(parent id: String, of domain: SandboxDomain) throws(KeystoneError) {
        guard let parent = directory.project(id: id) else { throw .invalid("Could not find project: \(id).") }
        guard parent.domain.id == domain.id else {
            throw .invalid(
                """
                Cannot create project, since it specifies its domain_id \(domain.id), but specifies a parent in a \
                different domain (\(parent.domain.id)).
                """)
        }
        guard parent.isEnabled else {
            throw .invalid("cannot create a project in a branch containing a disabled project: \(id)")
        }
    }

    private static func answer(
        _ project: SandboxProject, status: Int, to request: ServiceRequest
    ) -> ServiceResponse {
        ServiceResponse(status: status, json: ["project": project.document(baseURL: request.keystoneURL)])
    }
}
