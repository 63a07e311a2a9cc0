import ImageSharing

/// A page of a list of images.
struct ImagePage: Decodable {
    let images: [ListedImage]
    let next: String?
}

/// An image as a list shows it: attributes of the API, and beside them, on the same level, properties.
struct ListedImage: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The ID as Glance writes it.
    let id: String
    /// The project that owns it.
    let owner: String?
    /// The visibility, which says who may use it.
    let visibility: String
    /// True if its owner hides it from lists.
    let isHidden: Bool
    private let name: String?
    private let status: String
    private let tags: [String]
    private let createdAt: String
    private let properties: [(name: String, value: String)]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func text(_ name: String) throws -> String { try container.decode(String.self, forKey: Key(stringValue: name)) }
        func optionalText(_ name: String) throws -> String? {
            try container.decodeIfPresent(String.self, forKey: Key(stringValue: name))
        }
        id = try text("id")
        owner = try optionalText("owner")
        name = try optionalText("name")
        visibility = try text("visibility")
        status = try text("status")
        // Older clouds hide nothing.
        isHidden = try container.decodeIfPresent(Bool.self, forKey: Key(stringValue: "os_hidden")) ?? false
        tags = try container.decodeIfPresent([String].self, forKey: Key(stringValue: "tags")) ?? []
        createdAt = try text("created_at")
        properties = container.allKeys.compactMap { key in
            guard !FoundImage.attributes.contains(key.stringValue) else { return nil }
            // What is no text is no property that a manifest can name.
            return (try? container.decode(String.self, forKey: key)).map { (key.stringValue, $0) }
        }
    }

    /// True if the ID is a UUID, in lower or upper case.
    var hasUUID: Bool { ImageID(id.lowercased()) != nil }

    /// Makes the image of it.
    ///
    /// - Parameter texts: the texts of images before, of which equal ones are kept once.
    /// - Returns: the image; nil where its ID is none that a manifest could name.
    func found(sharing texts: inout SharedTexts) -> FoundImage? {
        ImageID(id).map { id in
            FoundImage(
                id: id, name: name, owner: owner.map { texts.shared($0) }, visibility: visibility, status: status,
                tags: Set(tags.map { texts.shared($0) }),
                properties: Dictionary(
                    properties.map { (texts.shared($0.name), texts.shared($0.value)) }, uniquingKeysWith: { $1 }),
                createdAt: createdAt
            )
        }
    }
}

/// Texts that come again and again, kept once: 50,000 images have few different properties.
struct SharedTexts {
    private var texts: Set<String> = []

    /// Returns the text as it was kept before, where it was.
    mutating func shared(_ text: String) -> String {
        // A short one is where its place is.
        text.utf8.count <= 15 ? text : texts.insert(text).memberAfterInsert
    }
}
