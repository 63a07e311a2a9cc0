/// A request as the services see it: the body whole, the names of headers in lower case.
struct ServiceRequest: Sendable {
    let method: String
    /// The path and the query as they were sent.
    let target: String
    let query: [QueryItem]
    let body: [UInt8]
    /// True if the body ended before its end, or is not in chunks as it says.
    let isBodyBroken: Bool
    private let headers: [String: String]
    private let path: String

    /// One `name=value` of the query, decoded.
    struct QueryItem: Sendable, Equatable {
        let name: String
        let value: String
    }

    init(
        method: String, target: String, headers: [String: String] = [:], body: [UInt8] = [], isBodyBroken: Bool = false
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.isBodyBroken = isBodyBroken
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.path = parts.first.map { String($0) } ?? ""
        self.query = parts.count > 1 ? PercentEncoding.queryItems(parts[1]) : []
    }

    /// The value of a header, whose name is given in lower case.
    func header(_ name: String) -> String? {
        headers[name]
    }

    /// The content type without its parameters.
    var mediaType: String? {
        header("content-type").flatMap { $0.split(separator: ";").first }.map { String($0.trimmed) }
    }

    /// The token the caller presents.
    var token: String? { header("x-auth-token") }

    /// Scheme, host and port, as the caller addressed them.
    var origin: String { "http://" + (header("host") ?? "127.0.0.1") }

    /// The rest of the path below a prefix such as `/image`, decoded; nil where the path lies elsewhere.
    ///
    /// Bytes are read as Latin-1, as WSGI does: a path segment beyond ASCII therefore equals no stored name.
    func path(below prefix: String) -> String? {
        guard path == prefix || path.hasPrefix(prefix + "/") else { return nil }
        let rest = PercentEncoding.bytes(path.dropFirst(prefix.count))
        var text = String.UnicodeScalarView()
        for byte in rest { text.append(Unicode.Scalar(byte)) }
        return String(text)
    }

    /// True if Glance would say that a body came along.
    var hasBody: Bool {
        let codings: Set<String> = ["chunked", "compress", "deflate", "gzip", "identity"]
        if let coding = header("transfer-encoding"), codings.contains(coding.lowercased()) {
            return ["POST", "PUT", "PATCH"].contains(method)
        }
        return !body.isEmpty || isBodyBroken
    }
}

/// Percent-encoding in paths and in queries.
enum PercentEncoding {
    /// The bytes that a piece of a URL stands for; a `%` that is no escape stays.
    static func bytes(_ text: some StringProtocol, plusIsSpace: Bool = false) -> [UInt8] {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "%"), index + 2 < source.count, let high = nibble(source[index + 1]),
                let low = nibble(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return bytes
    }

    /// The items of a query such as `tag=a&tag=b`.
    static func queryItems(_ query: some StringProtocol) -> [ServiceRequest.QueryItem] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { String(decoding: bytes($0, plusIsSpace: true), as: UTF8.self) }
            return .init(name: decoded.first ?? "", value: decoded.count > 1 ? decoded[1] : "")
        }
    }

    /// A query as Python's `urlencode` writes it.
    static func query(_ items: [ServiceRequest.QueryItem]) -> String {
        items.map { quotePlus($0.name) + "=" + quotePlus($0.value) }.joined(separator: "&")
    }

    private static func quotePlus(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "~"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " "):
                output += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return output
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
