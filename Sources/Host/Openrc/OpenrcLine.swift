/// One line of an openrc file.
enum OpenrcLine: Equatable {
    case nothing
    case assignment(name: String, value: String)
    case removal(name: String)

    /// The reason why a line is none of these.
    enum Mistake: Error, Equatable {
        case notAnAssignment
        case badName
        case openQuote
        case expansion
        case unquoted
        case control

        /// The message for the user.
        var message: String {
            switch self {
            case .notAnAssignment: "not a NAME=value line: this file is read without a shell, so no command works here"
            case .badName: "the name before “=” is not one of a variable (letters, digits and “_”)"
            case .openQuote: "a quote is opened and not closed on this line"
            case .expansion:
                "a shell would replace “$”, “`” or “~” here, and there is no shell: put the value in single quotes"
            case .unquoted: "the value has a space or another character of the shell: put it in single quotes"
            case .control: "the line has a control character"
            }
        }
    }

    /// Reads a line.
    init(_ line: Substring) throws(Mistake) {
        // A rule of the file, and none of what may be shown: no value of it ever is.
        guard !line.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) else {
            throw .control
        }
        var rest = line.drop(while: \.isBlank)
        guard let first = rest.first, first != "#" else {
            self = .nothing
            return
        }
        // `unset OS_TENANT_ID` stands in the files that Horizon hands out, and asks for no shell.
        let isRemoval = rest.consume(word: "unset")
        if !isRemoval { _ = rest.consume(word: "export") }
        let name = rest.prefix { $0 != "=" && !$0.isBlank }
        rest = rest.dropFirst(name.count)
        if isRemoval {
            guard Self.isName(name) else { throw .badName }
            guard OpenrcValue.endsLine(rest) else { throw .notAnAssignment }
            self = .removal(name: String(name))
            return
        }
        guard rest.first == "=" else { throw .notAnAssignment }
        guard Self.isName(name) else { throw .badName }
        self = .assignment(name: String(name), value: try OpenrcValue.read(rest.dropFirst()))
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.first, !first.isNumber else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

extension Character {
    /// True for what a shell takes for the end of a word.
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}

extension Substring {
    /// Takes a word and the blanks after it from the beginning.
    fileprivate mutating func consume(word: String) -> Bool {
        let rest = dropFirst(word.count)
        guard hasPrefix(word), rest.first?.isBlank == true else { return false }
        self = rest.drop(while: \.isBlank)
        return true
    }
}

/// The value of an assignment: words and quotes as a shell puts them together, and nothing that a shell would compute.
///
/// It goes by scalars: a shell does not know that a quote and an accent after it look like one character.
private enum OpenrcValue {
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

    /// Returns true if nothing follows but blanks and a comment, which needs a blank before it.
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
