import FoundationEssentials

/// An HTTP proxy, as a variable names it: `http://user:password@proxy.test:3128`.
struct HTTPProxy: Sendable, Hashable {
    /// The variable.
    let variable: String
    /// The address at which the proxy listens.
    let service: ServiceURL
    /// User and password, as the basic scheme sends them (RFC 7617); nil where the proxy asks for none.
    let credentials: Secret?
    /// The same, and the password alone: not to be shown where somebody repeats them.
    let secrets: [Secret]

    /// Reads a variable's value as curl and `requests` do: `http` is the scheme where none is written, 80 the port.
    ///
    /// - Parameters:
    ///   - text: the value.
    ///   - variable: what to call it in an error.
    /// - Throws: what is wrong with it, without its user and password.
    init(_ text: String, variable: String) throws(ConfigurationError) {
        let (scheme, rest) = Self.splitScheme(of: text)
        guard scheme == "http" else {
            throw ConfigurationError(issues: [
                .init(
                    message: "\(variable) names a proxy of a kind that is not supported",
                    hint: "only http:// proxies are; no socks, and no TLS to the proxy itself: set \(variable) to an "
                        + "http:// proxy, or name the cloud's hosts in NO_PROXY")
            ])
        }
        let authority = rest.prefix { $0 != "/" }
        // Who has an @ in the password and did not encode it, means the last one.
        let at = authority.lastIndex(of: "@")
        let hostAndPort = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let service = ServiceURL("http://\(hostAndPort)") else {
            throw ConfigurationError(issues: [
                .init(
                    message: "\(variable) is not the URL of a proxy",
                    hint: "write it like http://proxy.test:3128 or http://USER:PASSWORD@proxy.test:3128, with special "
                        + "characters of user and password percent-encoded")
            ])
        }
        self.variable = variable
        self.service = service
        guard let at else {
            (credentials, secrets) = (nil, [])
            return
        }
        let user = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = user.map { Self.percentDecoded($0.utf8) }
        let encoded = Data(parts.count == 1 ? parts[0] + Array(":".utf8) : Array(parts.joined(separator: ":".utf8)))
            .base64EncodedString()
        credentials = Secret(encoded)
        secrets = [Secret(encoded)] + parts.dropFirst().map { Secret(String(decoding: $0, as: UTF8.self)) }
    }

    private static func splitScheme(of text: String) -> (scheme: String, rest: Substring) {
        guard let separator = text.firstRange(of: "://") else { return ("http", text[...]) }
        return (text[..<separator.lowerBound].lowercased(), text[separator.upperBound...])
    }

    private static func percentDecoded(_ text: Substring.UTF8View) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = text
        while let first = rest.first {
            let digits = rest.dropFirst().prefix(2)
            if first == UInt8(ascii: "%"), digits.count == 2, let byte = UInt8(String(Substring(digits)), radix: 16) {
                decoded.append(byte)
                rest = rest.dropFirst(3)
            } else {
                decoded.append(first)
                rest = rest.dropFirst()
            }
        }
        return decoded
    }
}

extension HTTPProxy: CustomStringConvertible {
    /// The proxy in a sentence: never with user or password.
    var description: String { "the proxy \(service) (\(variable))" }
}
