/// The conditions that an administrator sets in `GET /v3/projects`.
///
/// https://docs.openstack.org/api-ref/identity/v3/#list-projects
struct ProjectQuery: Sendable {
    private let items: [ServiceRequest.QueryItem]
    private let limit: Int?

    /// The ways in which a name may be compared, and how.
    private static let comparisons: [String: @Sendable (_ name: String, _ wanted: String) -> Bool] = [
        "name": { $0.utf8.elementsEqual($1.utf8) },
        "name__contains": { $0.contains($1) },
        "name__startswith": { $0.hasPrefix($1) },
        "name__endswith": { $0.hasSuffix($1) },
        "name__icontains": { $0.lowercased().contains($1.lowercased()) },
        "name__istartswith": { $0.lowercased().hasPrefix($1.lowercased()) },
        "name__iendswith": { $0.lowercased().hasSuffix($1.lowercased()) },
    ]

    init(_ items: [ServiceRequest.QueryItem]) throws(KeystoneError) {
        self.items = items
        limit = items.last { $0.name == "limit" }.flatMap { Int($0.value) }
        if let parent = items.last(where: { $0.name == "parent_id" })?.value,
            parent.wholeMatch(of: /[0-9a-fA-F]{32}/) == nil, !Identifier.isUUID(parent)
        {
            throw .invalid(
                "Invalid input for field/attribute parent_id. Value: \(parent). '\(parent)' is not a 'uuid'")
        }
    }

    /// The projects that fulfil every condition; what is no condition is not looked at.
    ///
    /// - Throws: that the project is not there behind which a page is to begin: no answer of the sandbox names any.
    func select(from projects: [SandboxProject]) throws(KeystoneError) -> [SandboxProject] {
        if let marker = items.last(where: { $0.name == "marker" })?.value {
            throw KeystoneError(status: 404, message: "Marker \(marker) could not be found.")
        }
        let found = projects.filter { project in items.allSatisfy { Self.matches(project, $0) } }
        return limit.map { Array(found.prefix(max(0, $0))) } ?? found
    }

    private static func matches(_ project: SandboxProject, _ item: ServiceRequest.QueryItem) -> Bool {
        switch item.name {
        case "domain_id": item.value == SandboxDirectory.domainID
        // All projects of the sandbox are enabled, lie in the domain itself, and have no tags.
        case "enabled": !["false", "0"].contains(item.value.lowercased())
        case "is_domain": ["false", "0"].contains(item.value.lowercased())
        case "parent_id", "tags", "tags-any": false
        default: comparisons[item.name]?(project.name, item.value) ?? true
        }
    }
}
