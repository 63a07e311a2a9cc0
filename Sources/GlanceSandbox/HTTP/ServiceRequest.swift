/// A request as the services see it: the body whole, the names of headers in lower case.
struct ServiceRequest: Sendable {
    let method: String
    /// The path and the query as they were sent.
    let target: String
    let query: [QueryItem]
    let body: [UInt8]
    /// Whether the body ended before its end, or is not in chunks as it says.
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

    /// Where the path goes below a prefix such as `/image`, decoded; `nil` where it lies elsewhere.
    ///
    /// Bytes are read as Latin-1, as WSGI does: a path segment beyond ASCII therefore equals no stored name.
    func path(below prefix: String) -> String? {
        guard path == prefix || path.hasPrefix(prefix + "/") else { return nil }
        let rest = PercentEncoding.bytes(path.dropFirst(prefix.count))
        var text = String.UnicodeScalarView()
        for byte in rest { text.append(Unicode.Scalar(byte)) }
        return String(text)
    }

    /// Whether Glance would say that a body came along.
    var hasBody: Bool {
        let codings: Set<String> = ["chunked", "compress", "deflate", "gzip", "identity"]
        if let coding = header("transfer-encoding"), codings.contains(coding.lowercased()) {
            return ["POST", "PUT", "PATCH"].contains(method)
        }
        return !body.isEmpty || isBodyBroken
    }
}
