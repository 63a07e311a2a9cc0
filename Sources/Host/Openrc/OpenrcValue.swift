/// The value of an assignment: words and quotes as a shell puts them together, and nothing that a shell would compute.
///
/// It goes by scalars, as a shell does not know that a quote and an accent after it look like one character.
enum OpenrcValue {
    /// Reads all that stands after the equals sign.
    static func read(_ text: Substring) throws(OpenrcLine.Mistake) -> String {
        if text.first == "~" { throw .expansion }
        var value = String.UnicodeScalarView()
        var rest = text.unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "'": value += try quoted(&rest)
            case "\"": value += try doubleQuoted(&rest)
            case "\\":
                guard let escaped = rest.popFirst() else { throw .openQuote }
                value.append(escaped)
            case "$", "`": throw .expansion
            case ";", "&", "|", "<", ">", "(", ")": throw .unquoted
            case " ", "\t":
                guard endsLine(Substring(rest), afterBlank: true) else { throw .unquoted }
                return String(value)
            default: value.append(scalar)
            }
        }
        return String(value)
    }

    /// Whether nothing follows but blanks and a comment, which needs a blank before it.
    static func endsLine(_ rest: Substring, afterBlank: Bool = false) -> Bool {
        let next = rest.drop(while: \.isBlank)
        guard let first = next.first else { return true }
        return first == "#" && (afterBlank || next.startIndex != rest.startIndex)
    }

    private static func quoted(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(OpenrcLine.Mistake) -> Substring.UnicodeScalarView {
        guard let end = rest.firstIndex(of: "'") else { throw .openQuote }
        defer { rest = rest[rest.index(after: end)...] }
        return rest[..<end]
    }

    private static func doubleQuoted(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(OpenrcLine.Mistake) -> String.UnicodeScalarView {
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return value
            case "$", "`": throw .expansion
            case "\\":
                // A shell keeps the backslash before any other character.
                guard let escaped = rest.popFirst() else { throw .openQuote }
                if !["\"", "\\", "$", "`"].contains(escaped) { value.append("\\") }
                value.append(escaped)
            default: value.append(scalar)
            }
        }
        throw .openQuote
    }
}
