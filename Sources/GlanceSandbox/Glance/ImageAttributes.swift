import FoundationEssentials

/// The attributes a caller gives to an image, checked.
struct ImageAttributes: Sendable {
    private(set) var id: String?
    private var changes: [ImageChange] = []
    private let dialect: Dialect

    init(_ document: JSONValue, dialect: Dialect) throws(GlanceError) {
        // Glance looks for keys in whatever document it is given, and trips over a list.
        guard case .object(let entries) = document else { throw .internalServerError }
        self.dialect = dialect
        for entry in entries {
            if entry.key == "id" {
                guard let text = entry.value.string, Self.isUUID(text) else {
                    throw .badRequest("Provided object does not match schema 'image'")
                }
                id = text
            } else {
                let change = ImageChange(attribute: entry.key, value: entry.value, isAddition: true)
                var probe = Image(
                    id: "", visibility: dialect.defaultVisibility, createdAt: .distantPast, updatedAt: .distantPast)
                try change.apply(to: &probe, dialect: dialect)
                changes.append(change)
            }
        }
    }

    /// Writes the attributes into an image.
    func apply(to image: inout Image) {
        for change in changes {
            // Each was tried before; none can fail here.
            try? change.apply(to: &image, dialect: dialect)
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
