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
