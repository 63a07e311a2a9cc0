import FoundationEssentials
import Transport

/// The sentence inside an error's body, whichever of the three forms a Glance or a Keystone chose for it.
///
/// JSON is `{"message": …}` from Glance and `{"error": {"message": …}}` from Keystone; HTML and plain text come from
/// older clouds and from proxies.
enum ErrorText {
    /// Finds the sentence.
    ///
    /// - Parameters:
    ///   - text: the beginning of the answer's content.
    ///   - redaction: what to take out of it: once more, because decoding may bring out what was hidden before.
    /// - Returns: at most 200 characters, without markup and line breaks; empty where the body says nothing.
    static func sentence(in text: String, hiding redaction: Redaction = Redaction()) -> String {
        let decoded = redaction.applied(to: withoutMarkup(jsonMessage(in: text) ?? text))
        let words = decoded.split(whereSeparator: \.isWhitespace)
        let sentence = words.joined(separator: " ").shortenedForQuotation
        // Glance ends some sentences as if more were to follow.
        return sentence.hasSuffix(":") ? String(sentence.dropLast()) : sentence
    }

    private struct GlanceBody: Decodable { var message: String }
    private struct KeystoneBody: Decodable { var error: GlanceBody }

    private static func jsonMessage(in text: String) -> String? {
        let data = Data(text.utf8)
        let decoder = JSONDecoder()
        return (try? decoder.decode(KeystoneBody.self, from: data).error.message)
            ?? (try? decoder.decode(GlanceBody.self, from: data).message)
    }

    private static func withoutMarkup(_ text: String) -> String {
        var kept = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            kept += rest[..<open]
            guard let close = rest[open...].firstIndex(of: ">") else { return kept + decodingEntities(rest[open...]) }
            let tag = rest[open...close].lowercased()
            rest = rest[rest.index(after: close)...]
            // A page's title repeats its heading.
            if tag == "<title>", let end = rest.firstIndex(of: "<") { rest = rest[end...] }
            kept += " "
        }
        return decodingEntities(kept[...] + rest)
    }

    private static func decodingEntities(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}
