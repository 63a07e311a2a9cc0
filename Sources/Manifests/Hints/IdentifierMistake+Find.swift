internal import Text

extension IdentifierMistake {
    /// Finds the most telling reason why a text is no ID.
    static func find(in text: String, kind: IdentifierKind) -> Self {
        if text.isEmpty {
            return Self("an empty text is not \(kind.nameWithArticle)", hint: "ask for the ID: " + kind.lookup(nil))
        }
        return invisible(in: text, kind: kind) ?? list(text, kind) ?? placeholder(text, kind) ?? address(text, kind)
            ?? digits(text, kind)
            ?? Self(
                "\(text.quotedForDisplay()) is not \(kind.nameWithArticle) (\(kind.shape))",
                hint: "if it is a name, ask for its ID: " + kind.lookup(text), isUnspecific: true
            )
    }

    /// A character that cannot be seen, or a space around the text.
    static func invisible(in text: String, kind: IdentifierKind) -> Self? {
        let scalars = Array(text.unicodeScalars)
        func isInvisible(_ index: Int) -> Bool {
            scalars[index].misleadsReaders || scalars[index] == " " && (index == 0 || index == scalars.count - 1)
        }
        guard let place = scalars.indices.first(where: isInvisible) else { return nil }
        let scalar = scalars[place]
        let number = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
        let name =
            scalar == " "
            ? "a space" : ((scalar.properties.name ?? scalar.properties.nameAlias).map { "\(code) (\($0))" } ?? code)
        var rest = String.UnicodeScalarView()
        rest.append(contentsOf: scalars.indices.filter { !isInvisible($0) }.map { scalars[$0] })
        let cleaned = String(rest)
        let isFine = cleaned == kind.canonical(cleaned.filter { $0 != "-" })
        return Self(
            "\(text.quotedForDisplay()) has a character that cannot be seen: \(name) in position \(place + 1)",
            hint: isFine ? "write \(cleaned)" : "remove it; then see whether what is left is \(kind.nameWithArticle)"
        )
    }

    private static func list(_ text: String, _ kind: IdentifierKind) -> Self? {
        guard text.contains(",") || text.hasPrefix("[") || text.hasSuffix("]") else { return nil }
        guard kind == .project else {
            return Self("\(text.quotedForDisplay()) is not one image ID", hint: "write an entry for each image")
        }
        return Self(
            "several projects in one text: \(text.quotedForDisplay())",
            hint: "write each project ID as an item of its own: `- \(pieces(text).first ?? "<project ID>")`"
        )
    }

    private static func placeholder(_ text: String, _ kind: IdentifierKind) -> Self? {
        let isPlaceholder =
            text.hasPrefix("<") || text.contains("${") || text.contains("{{") || text.hasPrefix("$")
            || text.hasPrefix("%")
            || ["todo", "changeme", "...", "xxx", "tbd", "fixme"].contains(text.lowercased())
        guard isPlaceholder else { return nil }
        return Self(
            "\(text.quotedForDisplay()) is a placeholder that nobody filled in",
            hint: "put the ID here: " + kind.lookup(nil)
        )
    }

    private static func address(_ text: String, _ kind: IdentifierKind) -> Self? {
        guard text.contains("/") || text.hasPrefix("urn:") else { return nil }
        let last = text.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? ""
        let meant = kind.canonical(last.filter { $0 != "-" }.lowercased())
        return Self(
            "\(text.quotedForDisplay()) is an address or a path, not \(kind.nameWithArticle)",
            hint: meant.map { "write the ID alone: \($0)" } ?? "write the ID alone: " + kind.lookup(nil)
        )
    }

    /// A text that is nearly 32 hexadecimal digits.
    private static func digits(_ text: String, _ kind: IdentifierKind) -> Self? {
        let bare = text.filter { $0 != "-" && $0 != "{" && $0 != "}" }
        let shown = text.quotedForDisplay()
        if let meant = kind.canonical(bare.lowercased()) {
            let reason =
                if bare.contains(where: \.isUppercase) {
                    "has upper-case digits, which the cloud does not take for the same ID"
                } else if text.contains("{") || text.contains("}") {
                    "has braces, which are not part of \(kind.nameWithArticle)"
                } else if text.contains("-") {
                    "has its dashes in the wrong places"
                } else {
                    "has no dashes; \(kind.nameWithArticle) has them"
                }
            return Self("\(shown) \(reason)", hint: "write \(meant)")
        }
        guard bare.allSatisfy(\.isASCII), (24...48).contains(bare.count) else { return nil }
        let wrong = bare.filter { !$0.isHexDigit }
        if wrong.isEmpty {
            return Self(
                "\(shown) has \(bare.count) hexadecimal digits; \(kind.nameWithArticle) has 32",
                hint: "copy it again, or ask for it: " + kind.lookup(nil)
            )
        }
        guard bare.count == 32, wrong.count <= 4, let first = wrong.first, let place = text.firstIndex(of: first) else {
            return nil
        }
        let position = text.distance(from: text.startIndex, to: place) + 1
        return Self(
            "\(shown) is not \(kind.nameWithArticle): \(String(first).quotedForDisplay()) in position \(position) is no hexadecimal digit",
            hint: "copy it again; digits are 0 to 9 and a to f"
        )
    }
}
