/// The changes that a PATCH asks for, one attribute each, checked as far as they can be without the image.
///
/// Of two drafts of JSON Patch, which the content type tells apart. The older one names the operation by its key:
/// `{"replace": "/visibility", "value": "shared"}`.
struct JSONPatch: Sendable {
    let changes: [ImageChange]

    private static let contentTypes = [
        "application/openstack-images-v2.0-json-patch", "application/openstack-images-v2.1-json-patch",
    ]
    private static let available = "It must be one of the following: add, remove, replace."

    init(
        _ request: ServiceRequest,
        dialect: Dialect,
        document: (ServiceRequest) throws(GlanceError) -> JSONValue
    ) throws(GlanceError) {
        let type = request.mediaType
        guard let type, Self.contentTypes.contains(type) else {
            let allowed = Self.contentTypes.joined(separator: ", ")
            throw .unsupportedMediaType(
                type, detail: "Image PATCH expects Content-Type one of: \(allowed)",
                headers: [.init(name: "Accept-Patch", value: allowed)]
            )
        }
        guard let operations = try document(request).array else {
            throw .badRequest("Request body must be a JSON array of operation objects.")
        }
        var changes: [ImageChange] = []
        for operation in operations {
            guard operation.isObject else { throw .badRequest("Operations must be JSON objects.") }
            let change = try Self.change(operation, isOld: type == Self.contentTypes[0])
            try change.check(dialect: dialect)
            changes.append(change)
        }
        self.changes = changes
    }

    private static func change(_ raw: JSONValue, isOld: Bool) throws(GlanceError) -> ImageChange {
        let operation = try isOld ? oldOperation(raw) : newOperation(raw)
        guard let pointer = raw[isOld ? operation.rawValue : "path"] else {
            throw .badRequest("Unable to find 'path' in JSON Schema change")
        }
        // Glance trips over a path that is no text.
        guard let path = pointer.string else { throw .internalServerError }
        let attribute = try attribute(path)
        guard operation != .remove else {
            return ImageChange(operation: operation, attribute: attribute, value: .null)
        }
        guard let value = raw["value"] else {
            throw .badRequest("Operation \"\(operation.rawValue)\" requires a member named \"value\".")
        }
        return ImageChange(operation: operation, attribute: attribute, value: value, isStrict: isOld)
    }

    private static func newOperation(_ raw: JSONValue) throws(GlanceError) -> ImageChange.Operation {
        guard let name = raw["op"], name != .null else {
            throw .badRequest("Unable to find `op` in JSON Schema change. \(available)")
        }
        guard let operation = name.string.flatMap(ImageChange.Operation.init) else {
            throw .badRequest("Invalid operation: `\(name.string ?? name.text)`. \(available)")
        }
        return operation
    }

    private static func oldOperation(_ raw: JSONValue) throws(GlanceError) -> ImageChange.Operation {
        let operations = ImageChange.Operation.allCases.filter { raw[$0.rawValue] != nil }
        guard let operation = operations.first, operations.count == 1 else {
            let count = operations.isEmpty ? "exactly" : "only"
            throw .badRequest(
                "Operation objects must contain \(count) one member named \"add\", \"remove\", or \"replace\".")
        }
        return operation
    }

    /// The attribute that a JSON pointer leads to, of which Glance takes only the plainest.
    private static func attribute(_ pointer: String) throws(GlanceError) -> String {
        guard pointer.hasPrefix("/") else { throw .badRequest("Pointer `\(pointer)` does not start with \"/\".") }
        guard pointer.dropFirst().firstMatch(of: /\/\s*\//) == nil else {
            throw .badRequest("Pointer `\(pointer)` contains adjacent \"/\".")
        }
        guard pointer.count == 1 || !pointer.hasSuffix("/") else {
            throw .badRequest("Pointer `\(pointer)` end with \"/\".")
        }
        guard pointer.firstMatch(of: /~[^01]|~$/) == nil else {
            throw .badRequest("Pointer `\(pointer)` contains \"~\" not part of a recognized escape sequence.")
        }
        let parts = pointer.drop { $0 == "/" }.split(separator: "/", omittingEmptySubsequences: false)
        let names = parts.map { part in
            let slashes = part.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            let tildes = slashes.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
            return String(tildes[...].trimmed)
        }
        // Only locations lie deeper, and Glance lets nobody write them unless it is configured to.
        guard names.count == 1, let name = names.first, name != "locations" else {
            throw .badRequest("Invalid JSON pointer for this resource: '/\(names.joined(separator: "/"))'")
        }
        return name
    }
}
