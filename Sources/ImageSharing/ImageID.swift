/// The identifier of a Glance image: a lower-case UUID with dashes.
///
/// Glance answers 404 to the same UUID in upper case or without dashes, so neither is taken for one here.
package struct ImageID: Hashable, Sendable {
    private let digits: HexDigits

    /// Reads an image's ID, or returns nil where `text` is anything else than a lower-case dashed UUID.
    package init?(_ text: String) {
        guard let digits = HexDigits(text.utf8.span, dashed: true) else { return nil }
        self.digits = digits
    }
}

extension ImageID: Comparable, CustomStringConvertible {
    /// The order of the text.
    package static func < (one: ImageID, other: ImageID) -> Bool { one.digits < other.digits }

    /// The ID as Glance writes it.
    package var description: String { digits.text(dashed: true) }
}
