/// The identifier of a project, which is what Glance calls an image's member.
///
/// Glance takes any string for a member and never asks Keystone whether it exists, so a manifest's identifiers are
/// checked here; what a cloud reports is taken as it is.
package struct ProjectID: Hashable, Sendable {
    /// The texts that a manifest may name as a project.
    package enum Rule: Sendable {
        /// The form in which Keystone writes IDs: 32 lower-case hexadecimal digits; with the dashes of a UUID it is accepted too.
        case keystone
        /// Any text that Glance can address later: 1 to 255 printable ASCII characters without `/`, and neither `.` nor `..`.
        case any
    }

    private enum Form: Hashable {
        case plain(HexDigits)
        case dashed(HexDigits)
        case text(String)
    }

    private let form: Form

    /// Reads a project's ID from a manifest, or returns nil where `text` breaks `rule`.
    package init?(_ text: String, rule: Rule = .keystone) {
        self.init(reported: text)
        guard case .text = form else { return }
        guard rule == .any, isAddressable else { return nil }
    }

    /// Reads an ID as Keystone writes it, or returns nil for any other text.
    package init?(keystone text: Span<UInt8>) {
        guard let digits = HexDigits(text, dashed: false) else { return nil }
        form = .plain(digits)
    }

    /// Takes a member as a cloud reports it, whatever it is.
    package init(reported text: String) {
        if let digits = HexDigits(text.utf8.span, dashed: false) {
            form = .plain(digits)
        } else if let digits = HexDigits(text.utf8.span, dashed: true) {
            form = .dashed(digits)
        } else {
            form = .text(text)
        }
    }

    /// True for a UUID with dashes, which Keystone does not write.
    package var isDashed: Bool {
        if case .dashed = form { true } else { false }
    }

    /// The ID without what makes two spellings of one: dashes, and the case of letters, which some databases do not compare.
    var spelling: String {
        switch form {
        case .plain(let digits), .dashed(let digits): digits.text(dashed: false)
        case .text(let text): text.lowercased().replacing("-", with: "")
        }
    }

    /// A number that is the same for the same ID, in every run.
    var fingerprint: UInt64 {
        switch form {
        case .plain(let digits): digits.fingerprint
        case .dashed(let digits): ~digits.fingerprint
        // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
        case .text(let text):
            text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        }
    }

    /// True if it consists of hexadecimal digits and dashes alone.
    package var isHexadecimal: Bool {
        if case .text = form { false } else { true }
    }

    /// Appends the ID to a text.
    package func append(to bytes: inout [UInt8]) {
        switch form {
        case .plain(let digits): digits.append(to: &bytes, dashed: false)
        case .dashed(let digits): digits.append(to: &bytes, dashed: true)
        case .text(let text): bytes += text.utf8
        }
    }

    /// True if a path like `…/members/{member}` can name it: no separator, no dot segment (RFC 3986, 5.2.4).
    package var isAddressable: Bool {
        guard case .text(let text) = form else { return true }
        return (1...255).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
    }
}

extension ProjectID: Comparable, CustomStringConvertible {
    /// The order of the text.
    package static func < (one: ProjectID, other: ProjectID) -> Bool {
        switch (one.form, other.form) {
        case (.plain(let one), .plain(let other)), (.dashed(let one), .dashed(let other)): one < other
        default: one.description < other.description
        }
    }

    /// The ID as it was written or reported.
    package var description: String {
        switch form {
        case .plain(let digits): digits.text(dashed: false)
        case .dashed(let digits): digits.text(dashed: true)
        case .text(let text): text
        }
    }
}
