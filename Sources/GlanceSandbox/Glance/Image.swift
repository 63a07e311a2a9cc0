import Crypto
import FoundationEssentials

/// An image, with its members in the order in which they came.
struct Image: Sendable {
    let id: String
    var name: String?
    var owner: String?
    var visibility: Visibility
    var status = ImageStatus.queued
    var isProtected = false
    var isHidden = false
    var isDeleted = false
    var tags: [String] = []
    var diskFormat: String?
    var containerFormat: String?
    var minimumDisk = 0
    var minimumMemory = 0
    var data: ImageData?
    var properties: [JSONValue.Entry] = []
    let createdAt: Date
    var updatedAt: Date
    var members = MemberRows()

    private static let tagLimit = 128
    private static let propertyLimit = 128

    /// Replaces the tags; each counts once.
    mutating func setTags(_ tags: [String]) throws(GlanceError) {
        guard tags.count <= Self.tagLimit else { throw .limitExceeded(of: "tags", tags.count, Self.tagLimit) }
        self.tags = tags.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Refuses more properties than an image may have.
    func assertPropertyLimit() throws(GlanceError) {
        guard properties.count <= Self.propertyLimit else {
            throw .limitExceeded(of: "properties", properties.count, Self.propertyLimit)
        }
    }

    /// The image as the images API shows it.
    var document: JSONValue {
        let size = data.map { JSONValue.number(Double($0.bytes.count)) }
        let attributes: JSONValue = [
            "name": JSONValue(name), "disk_format": JSONValue(diskFormat),
            "container_format": JSONValue(containerFormat), "visibility": .string(visibility.rawValue),
            "size": size ?? nil, "virtual_size": size ?? nil, "status": .string(status.rawValue),
            "checksum": JSONValue(data?.checksum), "protected": .bool(isProtected),
            "min_ram": .number(Double(minimumMemory)), "min_disk": .number(Double(minimumDisk)),
            "owner": JSONValue(owner), "os_hidden": .bool(isHidden),
            "os_hash_algo": JSONValue(data.map { _ in ImageData.hashAlgorithm }),
            "os_hash_value": JSONValue(data?.hash), "id": .string(id),
            "created_at": .string(Timestamp.seconds(createdAt)), "updated_at": .string(Timestamp.seconds(updatedAt)),
            "tags": .array(tags.map(JSONValue.string)), "self": .string("/v2/images/\(id)"),
            "file": .string("/v2/images/\(id)/file"), "schema": "/v2/schemas/image",
        ]
        guard case .object(let entries) = attributes else { return attributes }
        // The store is named where there is something in it.
        let store = data.map { _ in JSONValue.Entry(key: "stores", value: "file") }
        return .object(properties + entries + [store].compactMap(\.self))
    }
}

extension GlanceError {
    fileprivate static func limitExceeded(of what: String, _ attempted: Int, _ maximum: Int) -> Self {
        Self(
            status: 413,
            explanation: """
                The limit has been exceeded on the number of allowed image \(what). Attempted: \(attempted), Maximum: \
                \(maximum)
                """
        )
    }
}

/// The states of an image, of all that Glance knows.
enum ImageStatus: String, Sendable {
    /// Without data.
    case queued
    case active
    case deactivated
    /// Not quite gone: its members could not be taken away.
    case deleted
}

/// The data of an image.
struct ImageData: Sendable {
    static let hashAlgorithm = "sha512"

    let bytes: [UInt8]
    /// MD5, in hexadecimal digits.
    let checksum: String
    /// SHA-512, in hexadecimal digits.
    let hash: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        checksum = Identifier.hex(bytes: Insecure.MD5.hash(data: bytes))
        hash = Identifier.hex(bytes: SHA512.hash(data: bytes))
    }
}
