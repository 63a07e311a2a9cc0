internal import Text
internal import YAML

/// The reading of a mapping's keys, with the mistakes that any can have.
extension IssueCollector {
    /// Reports unknown keys.
    ///
    /// - Returns: the known keys that were meant by them, or may come with a merge: that these are missing need not be
    ///   reported.
    mutating func checkKeys(of mapping: Node, known: [String], _ path: NodePath) -> Set<String> {
        var meant: Set<String> = []
        for (key, _) in mapping.pairs {
            guard let text = key.text, !known.contains(text) else { continue }
            if text == "<<" && key.isPlain {
                refuseMergeKey(at: key.mark, path)
                meant.formUnion(known)
            } else if !issues.keepsMore(.error) {
                omitError()
            } else {
                if let suggestion = KeySuggestion.meant(by: text, among: known) { meant.insert(suggestion) }
                error(
                    at: key.mark, path, "the key \(text.quotedForDisplay()) is unknown",
                    hint: KeySuggestion.hint(for: text, among: known)
                )
            }
        }
        return meant
    }

    /// The text of a key of a mapping; nil where it is absent, or where none could be one.
    mutating func text(_ key: some ManifestKey, of mapping: Node, _ path: NodePath) -> String? {
        guard let value = mapping[key.rawValue], !value.isUnknown else { return nil }
        return text(value, path.appending(key: key.rawValue))
    }

    /// A text that has to say something; nil where it does not.
    mutating func text(_ value: Node, _ path: NodePath) -> String? {
        if let text = value.text, !value.isNull, !text.isEmpty { return text }
        if value.isUnknown { return nil }
        error(
            at: value.writtenAt, path, "a text belongs here, and this is \(value.kindDescription)",
            hint: value.isNull
                ? value.text?.isEmpty == false
                    ? "if that word is meant, put it in quotes" : "write the text, or take the line out" : nil
        )
        return nil
    }

    /// The truth of a key; nil where it is absent, or is no truth.
    mutating func flag(_ key: some ManifestKey, of mapping: Node, _ path: NodePath) -> Bool? {
        guard let value = mapping[key.rawValue], !value.isUnknown else { return nil }
        switch value.text {
        case "true": return true
        case "false": return false
        default:
            error(
                at: value.writtenAt, path.appending(key: key.rawValue),
                "only `true` or `false` can be here, and this is \(value.kindDescription)",
                hint: "write one of these two words"
            )
            return nil
        }
    }
}

extension String {
    /// True if it has nothing to say to anybody.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
