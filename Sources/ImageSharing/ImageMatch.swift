import Text

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
        // Equal to Unicode is not equal to Glance.
        return tags.allSatisfy { tag in image.tags.contains { $0.isIdentical(to: tag) } }
            && properties.allSatisfy { key, value in
                image.properties.contains { $0.key.isIdentical(to: key) && $0.value.isIdentical(to: value) }
            }
    }
}

extension ImageMatch {
    /// The match in words and escaped, as in `name “debian-*”, tag “golden”`.
    package var text: String {
        var parts: [String] = []
        if let name { parts.append("name \(name.text.quotedForDisplay())") }
        parts += tags.map { "tag \($0.quotedForDisplay())" }
        parts += properties.sorted { $0.key < $1.key }.map {
            "\($0.key.escapedForDisplay(limit: 64)) \($0.value.quotedForDisplay())"
        }
        if let ids { parts.append(ids.count == 1 ? "ID \(ids[0])" : "\(ids.count) IDs") }
        return parts.joined(separator: ", ")
    }
}

/// A pattern of names, in which `*` stands for any text, also none, and `?` for one character.
///
/// Characters are Unicode scalars, compared one by one: Glance keeps names as they come, and normalises nothing.
package struct NamePattern: Hashable, Sendable {
    /// The pattern as it was written.
    package let text: String

    /// Reads a pattern.
    package init(_ text: String) { self.text = text }

    /// The one name that it stands for; nil where it has a `*` or a `?`.
    package var literal: String? { text.unicodeScalars.contains { $0 == "*" || $0 == "?" } ? nil : text }

    /// Returns true if a name is of this pattern; takes time of at most the product of their lengths, and no memory.
    package func matches(_ name: String) -> Bool {
        let (pattern, name) = (text.unicodeScalars, name.unicodeScalars)
        var (next, place) = (pattern.startIndex, name.startIndex)
        // The place after the last star, and that up to which it has taken the name.
        var star: (next: String.Index, place: String.Index)?
        while place < name.endIndex {
            if next < pattern.endIndex, pattern[next] == "*" {
                next = pattern.index(after: next)
                star = (next, place)
            } else if next < pattern.endIndex, pattern[next] == "?" || pattern[next] == name[place] {
                next = pattern.index(after: next)
                place = name.index(after: place)
            } else if let last = star {
                next = last.next
                place = name.index(after: last.place)
                star = (next, place)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}

extension String {
    /// True if another text has the same scalars.
    fileprivate func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
