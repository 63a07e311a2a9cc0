/// Writes text so that it stands for itself inside a URL's path or a form.
package enum PercentEncoding {
    /// Encodes one part of a path: everything but the unreserved characters (RFC 3986, 2.3).
    package static func pathPart(_ text: String) -> String {
        encode(text, keeping: "-._~", spaceAsPlus: false)
    }

    /// Encodes a name or a value of a form (`application/x-www-form-urlencoded`, WHATWG URL, 5.2).
    static func formPart(_ text: String) -> String {
        encode(text, keeping: "*-._", spaceAsPlus: true)
    }

    /// Encodes a form.
    package static func form(_ items: KeyValuePairs<String, String>) -> String {
        items.map { "\(formPart($0))=\(formPart($1))" }.joined(separator: "&")
    }

    private static func encode(_ text: String, keeping marks: String, spaceAsPlus: Bool) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                _ where marks.utf8.contains(byte):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " ") where spaceAsPlus: encoded += "+"
            default: encoded += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
