/// A new value for one attribute of an image.
struct ImageChange: Sendable {
    /// A kind of change to an attribute.
    enum Operation: String, Sendable, CaseIterable {
        case add, remove, replace
    }

    let operation: Operation
    let attribute: String
    /// The new value; `null` where the attribute is taken away.
    let value: JSONValue
    /// True if an attribute that is there cannot be added, as the older draft of JSON Patch has it.
    var isStrict = false

    /// Refuses what nobody may write, and values that the schema does not allow.
    func check(dialect: Dialect) throws(GlanceError) {
        guard !ImageSchema.readOnly.contains(attribute) else {
            throw .forbidden("Attribute '\(attribute)' is read-only.")
        }
        guard !ImageSchema.isReserved(attribute) else { throw .forbidden("Attribute '\(attribute)' is reserved.") }
        guard operation != .remove else { return }
        try ImageSchema.check(value, of: attribute, dialect: dialect)
    }

    /// Changes an image, with a value that was checked.
    ///
    /// - Throws: what the state of the image or the database does not allow.
    func apply(to image: inout Image) throws(GlanceError) {
        guard operation != .remove else { return try remove(from: &image) }
        let isThere = image.document[attribute] != nil
        guard !isStrict || operation != .add || !isThere else {
            throw GlanceError(status: 409, detail: "Property \(attribute) already present.")
        }
        switch attribute {
        case "visibility": image.visibility = value.string.flatMap(Visibility.init) ?? image.visibility
        case "name": image.name = try storable(value.string)
        // An owner without a name is none.
        case "owner": image.owner = try storable(value.string).flatMap { $0.isEmpty ? nil : $0 }
        case "disk_format":
            try assertQueued(image)
            image.diskFormat = value.string
        case "container_format":
            try assertQueued(image)
            image.containerFormat = value.string
        case "protected": image.isProtected = value == .bool(true)
        case "os_hidden": image.isHidden = value == .bool(true)
        case "min_disk": image.minimumDisk = try number()
        case "min_ram": image.minimumMemory = try number()
        case "tags": try image.setTags((value.array ?? []).compactMap(\.string))
        default: try setProperty(of: &image)
        }
    }

    private func setProperty(of image: inout Image) throws(GlanceError) {
        let entry = JSONValue.Entry(key: attribute, value: .string(try storable(value.string) ?? ""))
        if let index = image.properties.firstIndex(where: { $0.key == attribute }) {
            image.properties[index] = entry
        } else if operation == .add {
            image.properties.append(entry)
            try image.assertPropertyLimit()
        } else {
            throw GlanceError(status: 409, detail: "Property \(attribute) does not exist.")
        }
    }

    private func remove(from image: inout Image) throws(GlanceError) {
        guard let index = image.properties.firstIndex(where: { $0.key == attribute }) else {
            if image.document[attribute] != nil {
                throw GlanceError(status: 403, detail: "Property \(attribute) may not be removed.")
            }
            throw GlanceError(status: 409, detail: "Property \(attribute) does not exist.")
        }
        image.properties.remove(at: index)
    }

    private func assertQueued(_ image: Image) throws(GlanceError) {
        guard image.status == .queued else {
            throw .forbidden("Attribute \(attribute) can be only replaced for a queued image.")
        }
    }

    /// A text that fits the database's columns, which hold three bytes a character.
    private func storable(_ text: String?) throws(GlanceError) -> String? {
        guard let text else { return nil }
        guard text.unicodeScalars.allSatisfy({ $0.value <= 0xFFFF }) else {
            let title = attribute.prefix(1).uppercased() + attribute.dropFirst()
            throw .badRequest("\(title) can't contain 4 byte unicode characters.")
        }
        guard !text.unicodeScalars.contains("\0") else { throw .internalServerError }
        return text
    }

    /// A number that fits the database's columns.
    private func number() throws(GlanceError) -> Int {
        guard case .number(let number) = value, number >= 0 else {
            throw .badRequest(
                "Invalid value '\(value.text)' for parameter '\(attribute)': Cannot be a negative value")
        }
        guard let whole = Int32(exactly: number) else {
            throw .badRequest("'\(attribute)' value out of range, must not exceed \(Int32.max).")
        }
        return Int(whole)
    }
}

/// The attributes a caller gives to a new image, checked as far as they can be before anything else is known.
struct ImageAttributes: Sendable {
    let id: String?
    /// The owner asked for, which may be nobody; nil where nothing is said of it.
    let owner: JSONValue?
    /// The first attribute that only the cloud may set.
    private let readOnly: String?
    private let locations: Bool
    private let changes: [ImageChange]

    /// The attributes that Glance refuses before it looks at the schema.
    private static let disallowed = ["direct_url", "self", "file", "schema", "stores"]
    private static let longestName = 255
    /// The attributes that Glance takes for properties, though it has its own of that name.
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
    /// - Throws: what only the cloud may set, and what the database does not hold.
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
