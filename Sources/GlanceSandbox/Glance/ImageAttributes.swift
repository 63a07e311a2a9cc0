/// The attributes a caller gives to a new image, checked as far as they can be before anything else is known.
struct ImageAttributes: Sendable {
    let id: String?
    /// The owner asked for, which may be nobody; `nil` where nothing is said of it.
    let owner: JSONValue?
    /// The first attribute that only the cloud may set.
    private let readOnly: String?
    private let locations: Bool
    private let changes: [ImageChange]

    /// What Glance refuses before it looks at the schema.
    private static let disallowed = ["direct_url", "self", "file", "schema", "stores"]
    private static let longestName = 255
    /// What Glance takes for properties, though it has attributes of that name.
    private static let ignored = ["os_hash_algo", "os_hash_value"]

    init(_ document: JSONValue, dialect: Dialect) throws(GlanceError) {
        // Glance looks for keys in whatever document it is given, and trips over a list.
        guard case .object(let entries) = document else { throw .internalServerError }
        if let key = Self.disallowed.first(where: { document[$0] != nil }) {
            throw .forbidden("Attribute '\(key)' is read-only.")
        }
        for entry in entries { try ImageSchema.check(entry.value, of: entry.key, dialect: dialect) }
        for key in entries.map(\.key) {
            guard key.unicodeScalars.count <= Self.longestName else {
                throw .badRequest("Custom property should not be greater than 255 characters.")
            }
            guard !ImageSchema.isReserved(key) else {
                throw GlanceError(status: 403, detail: "Attribute '\(key)' is reserved.")
            }
        }
        id = document["id"]?.string
        owner = document["owner"]
        locations = document["locations"] != nil
        readOnly =
            entries.map(\.key).first { key in
                key != "id" && ImageSchema.readOnly.contains(key) && !Self.ignored.contains(key)
            }
        let written = entries.filter { $0.key != "id" && !ImageSchema.readOnly.contains($0.key) }
        changes = written.map { ImageChange(operation: .add, attribute: $0.key, value: $0.value) }
    }

    /// Writes the attributes into an image.
    ///
    /// - Throws: What only the cloud may set, and what the database does not hold.
    func apply(to image: inout Image) throws(GlanceError) {
        if let readOnly { throw .forbidden("Attribute '\(readOnly)' is read-only.") }
        guard !locations else { throw .forbidden("Attribute 'locations' is reserved.") }
        for change in changes { try change.apply(to: &image) }
    }

    /// The visibility asked for.
    var visibility: Visibility? {
        changes.first { $0.attribute == "visibility" }?.value.string.flatMap(Visibility.init)
    }
}
