import FoundationEssentials

/// An image, with its members in the order in which they came.
struct Image: Sendable {
    let id: String
    var name: String?
    var owner: String?
    var visibility: Visibility
    var status = "queued"
    var isProtected = false
    var isHidden = false
    var isDeleted = false
    var tags: [String] = []
    var diskFormat: String?
    var containerFormat: String?
    var minimumDisk = 0
    var minimumMemory = 0
    var properties: [JSONValue.Entry] = []
    let createdAt: Date
    var updatedAt: Date
    var members: [Member] = []

    /// Whether that project has a row among the members.
    func hasMember(_ project: String) -> Bool {
        members.contains { $0.isNamed(project) }
    }

    /// The image as the images API shows it.
    var document: JSONValue {
        let attributes: JSONValue = [
            "name": JSONValue(name), "disk_format": JSONValue(diskFormat),
            "container_format": JSONValue(containerFormat), "visibility": .string(visibility.rawValue),
            "size": nil, "virtual_size": nil, "status": .string(status), "checksum": nil,
            "protected": .bool(isProtected), "min_ram": .number(Double(minimumMemory)),
            "min_disk": .number(Double(minimumDisk)), "owner": JSONValue(owner), "os_hidden": .bool(isHidden),
            "os_hash_algo": nil, "os_hash_value": nil, "id": .string(id),
            "created_at": .string(Timestamp.seconds(createdAt)), "updated_at": .string(Timestamp.seconds(updatedAt)),
            "tags": .array(tags.map(JSONValue.string)), "self": .string("/v2/images/\(id)"),
            "file": .string("/v2/images/\(id)/file"), "schema": "/v2/schemas/image",
        ]
        guard case .object(let entries) = attributes else { return attributes }
        return .object(properties + entries)
    }
}
