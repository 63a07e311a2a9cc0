/// Takes secrets out of what somebody else wrote, in each form in which a server may repeat what it was sent.
struct Redaction: Sendable {
    private let forms: [String]

    /// Makes a redaction of these secrets; an empty one hides nothing.
    init(_ secrets: [Secret] = []) {
        let forms = Set(secrets.flatMap { Self.forms(of: $0.exposed) }.filter { !$0.isEmpty })
        // The longest first: one may be a part of another.
        self.forms = forms.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// The text with `(redacted)` in place of every secret.
    func applied(to text: String) -> String {
        forms.reduce(text) { $0.replacing($1, with: Secret("").description) }
    }

    /// As it is, as a form and a path have it, as JSON has it, and as a page has it.
    private static func forms(of secret: String) -> [String] {
        let form = PercentEncoding.formPart(secret)
        let path = PercentEncoding.pathPart(secret)
        let json = [false, true].flatMap { escapesSlash in
            [false, true].map { inJSON(secret, escapesSlash: escapesSlash, isASCII: $0) }
        }
        return [secret, form, path, inLowerCase(form), inLowerCase(path)] + json
            + ["&#39;", "&#x27;"].map { inHTML(secret, quote: $0) }
    }

    /// With the digits of its percent-escapes in lower case, as some write them.
    private static func inLowerCase(_ encoded: String) -> String {
        var parts = encoded.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices.dropFirst() {
            parts[index] = parts[index].prefix(2).lowercased() + parts[index].dropFirst(2)
        }
        return parts.joined(separator: "%")
    }

    private static func inJSON(_ secret: String, escapesSlash: Bool, isASCII: Bool) -> String {
        var escaped = ""
        for scalar in secret.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case "/" where escapesSlash: escaped += "\\/"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            case _ where scalar.value < 0x20 || (isASCII && scalar.value > 0x7E):
                for unit in UTF16.encode(scalar) ?? .init() {
                    let digits = String(unit, radix: 16)
                    escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func inHTML(_ secret: String, quote: String) -> String {
        [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", quote)]
            .reduce(secret) { $0.replacing($1.0, with: $1.1) }
    }
}
