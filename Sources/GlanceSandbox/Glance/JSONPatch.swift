/// The changes that a PATCH asks for, one attribute each.
struct JSONPatch: Sendable {
    let changes: [ImageChange]

    private static let contentTypes = [
        "application/openstack-images-v2.0-json-patch", "application/openstack-images-v2.1-json-patch",
    ]

    init(
        _ request: ServiceRequest,
        document: (ServiceRequest) throws(GlanceError) -> JSONValue
    ) throws(GlanceError) {
        let type = (request.header("content-type") ?? "").split(separator: ";").first.map { String($0.trimmed) } ?? ""
        guard Self.contentTypes.contains(type) else {
            let allowed = Self.contentTypes.joined(separator: ", ")
            throw GlanceError(
                status: 415,
                explanation: "The request media type \(type) is not supported by this server.\n",
                detail: "Image PATCH expects Content-Type one of: \(allowed)",
                headers: [.init(name: "Accept-Patch", value: allowed)]
            )
        }
        guard let operations = try document(request).array else {
            throw .badRequest("Request body must be a JSON array of operation objects.")
        }
        var changes: [ImageChange] = []
        for operation in operations {
            guard operation.isObject else { throw .badRequest("Operations must be JSON objects.") }
            changes.append(try Self.change(operation, isOld: type == Self.contentTypes[0]))
        }
        self.changes = changes
    }

    private static func change(_ operation: JSONValue, isOld: Bool) throws(GlanceError) -> ImageChange {
        // The older draft names the operation by its key: {"replace": "/visibility", "value": "shared"}.
        let kinds = ["add", "replace", "remove"]
        let kind = isOld ? kinds.first { operation[$0] != nil } : operation["op"]?.string
        guard let kind else {
            throw .badRequest("Unable to find '\(isOld ? "operation" : "op")' in JSON Schema change")
        }
        guard kinds.contains(kind) else {
            throw .badRequest("Invalid operation: `\(kind)`. It must be one of the following: add, remove, replace.")
        }
        guard let path = operation[isOld ? kind : "path"]?.string else {
            throw .badRequest("Unable to find 'path' in JSON Schema change")
        }
        guard path.hasPrefix("/") else { throw .badRequest("Pointer `\(path)` does not start with \"/\".") }
        let attribute = String(path.dropFirst())
        guard !attribute.isEmpty, !attribute.contains("/") else {
            throw .badRequest("Invalid JSON pointer for this resource: '\(path)'")
        }
        guard kind != "remove" else { return ImageChange(attribute: attribute, value: nil, isAddition: false) }
        guard let value = operation["value"] else {
            throw .badRequest("Operation \"\(kind)\" requires a member named \"value\".")
        }
        return ImageChange(attribute: attribute, value: value, isAddition: kind == "add")
    }
}
