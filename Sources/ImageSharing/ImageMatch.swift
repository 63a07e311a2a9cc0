/// The properties by which a set finds its images; an image has to have all that are named.
package struct ImageMatch: Hashable, Sendable {
    /// The pattern of its name; nil for any name, or none.
    package let name: NamePattern?
    /// The tags, all of which it has, sorted.
    package let tags: [String]
    /// The properties that it has with these very values.
    package let properties: [String: String]
    /// The IDs of which it has one, sorted; nil for any.
    package let ids: [ImageID]?

    /// Makes a match; one that names nothing matches every image.
    package init(
        name: NamePattern? = nil, tags: [String] = [], properties: [String: String] = [:], ids: [ImageID]? = nil
    ) {
        self.name = name
        self.tags = Set(tags).sorted()
        self.properties = properties
        self.ids = ids.map { Set($0).sorted() }
    }

    /// Returns true if an image has all that is asked for.
    package func matches(_ image: FoundImage) -> Bool {
        if let ids, !ids.contains(image.id) { return false }
        if let name, !(image.name.map(name.matches) ?? false) { return false }
        return tags.allSatisfy(image.tags.contains) && properties.allSatisfy { image.properties[$0.key] == $0.value }
    }
}

/// A pattern of names, in which `*` stands for any text, also none, and `?` for one character.
///
/// Characters are Unicode scalars, compared one by one: Glance keeps names as they come, and normalises nothing.
package struct NamePattern: Hashable, Sendable {
    /// The pattern as it was written.
    package let text: String
    private let scalars: [Unicode.Scalar]

    /// Reads a pattern.
    package init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    /// The one name that it stands for; nil where it has a `*` or a `?`.
    package var literal: String? { scalars.contains { $0 == "*" || $0 == "?" } ? nil : text }

    /// Returns true if a name is of this pattern; takes time of at most the product of their lengths.
    package func matches(_ name: String) -> Bool {
        let name = Array(name.unicodeScalars)
        var (pattern, place) = (0, 0)
        // The last star, and the place up to which it has taken the name.
        var star: (pattern: Int, place: Int)?
        while place < name.count {
            if pattern < scalars.count, scalars[pattern] == "*" {
                star = (pattern, place)
                pattern += 1
            } else if pattern < scalars.count, scalars[pattern] == "?" || scalars[pattern] == name[place] {
                pattern += 1
                place += 1
            } else if let last = star {
                pattern = last.pattern + 1
                place = last.place + 1
                star = (last.pattern, place)
            } else {
                return false
            }
        }
        return scalars[pattern...].allSatisfy { $0 == "*" }
    }
}
