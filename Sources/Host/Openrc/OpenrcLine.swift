/// One line of an openrc file.
enum OpenrcLine: Equatable {
    case nothing
    case assignment(name: String, value: String)
    case removal(name: String)

    /// Why a line is none of these.
    enum Mistake: Error, Equatable {
        case notAnAssignment
        case badName
        case openQuote
        case expansion
        case unquoted
        case control

        /// What to tell the user.
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
    /// Whether the shell takes it for the end of a word.
    var isBlank: Bool { self == " " || self == "\t" }
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
