internal import ImageSharing

/// The rule of names for projects, groups and sets.
enum DeclaredName {
    /// The rule, for a person.
    static let rule = "a name is 1 to 64 letters (a to z), digits, `.`, `_` and `-`"
    /// The same as a regular expression of JSON Schema; what looks like an ID is excluded by `idPattern`.
    static let pattern = "^[A-Za-z0-9._-]{1,64}$"
    /// The form of IDs, in either case and with or without dashes, which no name may have.
    static let idPattern =
        "^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})$"

    /// Returns true if a text can be a name.
    static func isValid(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed) && !looksLikeID(text)
    }

    /// Returns true if a text could be taken for an ID, also in upper case.
    static func looksLikeID(_ text: String) -> Bool {
        guard text.utf8.count == 32 || text.utf8.count == 36, case let text = text.lowercased() else { return false }
        return ProjectID(text) != nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
