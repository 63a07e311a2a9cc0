import FoundationEssentials

/// The project that a caller of `POST /v3/projects` wants, or the changes of `PATCH /v3/projects/{id}`.
struct ProjectRequest: Sendable {
    let id: String?
    let name: String?
    let domainID: String?
    let parentID: String?
    let tags: [String]?
    let isEnabled: Bool?
    let description: String?

    private static let longestName = 64

    /// Reads the document of a request, and checks it as Keystone's schema does.
    init(_ request: ServiceRequest, isNew: Bool) throws(KeystoneError) {
        guard let body = JSONValue(bytes: request.body), case .object(let entries) = body else {
            throw .missing("valid JSON", in: "request body")
        }
        if let stray = entries.first(where: { $0.key != "project" }) {
            throw .invalid("Additional properties are not allowed ('\(stray.key)' was unexpected)")
        }
        guard let project = body["project"], project.isObject else {
            throw .invalid("'project' is a required property")
        }
        if isNew, project["name"] == nil {
            throw .invalid("Invalid input for field/attribute project. 'name' is a required property")
        }
        id = project["id"]?.string
        name = try Self.text("name", of: project).map { String(Substring($0).trimmed) }
        if let name {
            func refusal(_ reason: String) -> KeystoneError {
                .invalid("Invalid input for field/attribute name. Value: \(name). '\(name)' \(reason)")
            }
            guard !name.isEmpty else { throw refusal("should be non-empty") }
            guard name.unicodeScalars.count <= Self.longestName else { throw refusal("is too long") }
        }
        domainID = try Self.text("domain_id", of: project)
        parentID = try Self.text("parent_id", of: project)
        description = try Self.text("description", of: project)
        tags = try project["tags"].map { value throws(KeystoneError) in try Self.tags(value) }
        switch project["enabled"] {
        case nil: isEnabled = nil
        case .bool(let flag): isEnabled = flag
        // The schema lets texts pass, the database does not.
        default: throw .internalServerError
        }
    }

    /// A text; nil where there is none, or null.
    private static func text(_ key: String, of project: JSONValue) throws(KeystoneError) -> String? {
        guard let value = project[key], value != .null else { return nil }
        guard let text = value.string else {
            throw .invalid(
                "Invalid input for field/attribute \(key). Value: \(value.text). \(value.text) is not of type 'string'")
        }
        return text
    }

    private static func tags(_ value: JSONValue) throws(KeystoneError) -> [String] {
        let tags = (value.array ?? []).compactMap(\.string)
        for (index, tag) in tags.enumerated() where tag.contains(where: { ",/".contains($0) }) {
            throw .invalid(
                "Invalid input for field/attribute \(index). Value: \(tag). '\(tag)' does not match '^[^,/]*$'")
        }
        guard Set(tags).count == tags.count else {
            throw .invalid("Invalid input for field/attribute tags. \(value.text) has non-unique elements")
        }
        return tags
    }
}
