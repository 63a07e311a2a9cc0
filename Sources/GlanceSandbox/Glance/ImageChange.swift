/// A new value for one attribute of an image.
struct ImageChange: Sendable {
    let attribute: String
    /// `nil` takes the attribute away.
    let value: JSONValue?
    /// Whether an attribute that does not exist yet may be made.
    let isAddition: Bool

    /// Changes the image, or says why not.
    func apply(to image: inout Image, dialect: Dialect) throws(GlanceError) {
        guard let value else { return try remove(from: &image) }
        switch attribute {
        case "visibility":
            guard let name = value.string, let visibility = Visibility(rawValue: name),
                dialect.visibilities.contains(visibility)
            else { throw mismatch(value) }
            image.visibility = visibility
        case "name": image.name = try text(value)
        case "owner": image.owner = try text(value)
        case "disk_format": image.diskFormat = try text(value)
        case "container_format": image.containerFormat = try text(value)
        case "protected": image.isProtected = try flag(value)
        case "os_hidden": image.isHidden = try flag(value)
        case "min_disk": image.minimumDisk = try number(value)
        case "min_ram": image.minimumMemory = try number(value)
        case "tags":
            guard let values = value.array,
                values.allSatisfy({ $0.string.map { $0.unicodeScalars.count <= 255 } ?? false })
            else { throw mismatch(value) }
            image.tags = values.compactMap(\.string).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        case "id", "status", "size", "virtual_size", "checksum", "created_at", "updated_at", "self", "file",
            "schema", "direct_url", "locations", "os_hash_algo", "os_hash_value":
            throw .forbidden("Attribute '\(attribute)' is read-only.")
        default:
            guard value.string != nil else { throw mismatch(value) }
            let entry = JSONValue.Entry(key: attribute, value: value)
            if let index = image.properties.firstIndex(where: { $0.key == attribute }) {
                image.properties[index] = entry
            } else if isAddition {
                image.properties.append(entry)
            } else {
                throw GlanceError(status: 409, detail: "Property \(attribute) does not exist.")
            }
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

    private func text(_ value: JSONValue) throws(GlanceError) -> String? {
        if value == .null { return nil }
        guard let text = value.string else { throw mismatch(value) }
        return text
    }

    private func flag(_ value: JSONValue) throws(GlanceError) -> Bool {
        guard case .bool(let flag) = value else { throw mismatch(value) }
        return flag
    }

    private func number(_ value: JSONValue) throws(GlanceError) -> Int {
        guard case .number(let number) = value, let whole = Int(exactly: number) else { throw mismatch(value) }
        return whole
    }

    private func mismatch(_ value: JSONValue) -> GlanceError {
        .badRequest(
            "Provided object does not match schema 'image': \(value.text) is not valid for property \(attribute)"
        )
    }
}
