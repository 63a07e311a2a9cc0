/// Takes secrets out of what somebody else wrote, in each form in which a server may repeat what it was sent.
///
/// It goes by scalars: to a reader a password is one, whatever mark follows it. The text is read as it is, and as what it
/// would be with its escapes undone, twice over: JSON in a page, a form in JSON. Accented letters match however they are
/// composed.
package struct Redaction: Sendable {
    /// The number of kinds of escapes that may lie over one another.
    private static let depth = 2

    private let patterns: [SecretPattern]

    /// Makes a redaction of these secrets; an empty one hides nothing.
    package init(_ secrets: [Secret] = []) {
        let texts = secrets.map(\.exposed).filter { !$0.isEmpty }
        let visible = texts.compactMap { EscapedText($0).undoing(.invisible)?.text }
        // What is left of a secret may be so short that it is everywhere.
        patterns = Set(texts + visible.filter { $0.unicodeScalars.count > 3 }).map(SecretPattern.init)
    }

    /// The text with `(redacted)` in place of every secret.
    package func applied(to text: String) -> String {
        guard !patterns.isEmpty else { return text }
        let original = EscapedText(text)
        var isHidden = [Bool](repeating: false, count: original.units.count)
        hide(in: original, &isHidden, depth: Self.depth)
        guard isHidden.contains(true) else { return text }
        var shown = String.UnicodeScalarView()
        for (index, unit) in original.units.enumerated() {
            if !isHidden[index] {
                shown.append(unit.scalar)
            } else if index == 0 || !isHidden[index - 1] {
                shown += Secret("").description.unicodeScalars
            }
        }
        return String(shown)
    }

    /// Marks what of the original text holds a secret, by this reading of it and those below.
    private func hide(in text: EscapedText, _ isHidden: inout [Bool], depth: Int) {
        for pattern in patterns {
            for range in pattern.matches(in: text) {
                for index in text.units[range.lowerBound].start..<text.units[range.upperBound - 1].end {
                    isHidden[index] = true
                }
            }
        }
        // What cannot be seen may lie between any of the layers.
        for escape in EscapedText.Escape.allCases where depth > 0 || escape == .invisible {
            guard let read = text.undoing(escape) else { continue }
            hide(in: read, &isHidden, depth: escape == .invisible ? depth : depth - 1)
        }
    }
}

extension String {
    /// The text of a URL without user and password (RFC 3986, 3.2.1), which somebody else may have written into it.
    ///
    /// Who did so may not have encoded them: where the host is none, everything before the last `@` goes.
    package var withoutUserInformation: String {
        let start = firstRange(of: "//")?.upperBound ?? firstIndex(of: ":").map { index(after: $0) } ?? startIndex
        let rest = self[start...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let port = authority.lastIndex(of: ":").map { authority[authority.index(after: $0)...] }
        let isHost = port.map { $0.hasSuffix("]") || $0.allSatisfy(\.isWholeNumber) } ?? true
        let end = authority.lastIndex(of: "@") ?? (isHost ? nil : rest.lastIndex(of: "@"))
        return end.map { String(self[..<start] + self[index(after: $0)...]) } ?? self
    }
}
