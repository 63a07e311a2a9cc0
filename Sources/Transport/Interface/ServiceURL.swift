/// The address of a service of the cloud: scheme, host and port, and the path below which its API begins.
///
/// Paths are joined as text. No URL library gets to normalise them.
package struct ServiceURL: Hashable, Sendable, CustomStringConvertible {
    package let scheme: String
    package let authority: String
    /// Empty, or a path with a leading and without a trailing slash.
    package private(set) var prefix: String
    /// The slash that was written after all that, if one was: to an address that is used as it stands it may matter.
    package let trailingSlash: String
    /// The setting that gives it, and where, as a remedy has it; nil where the catalog does.
    package var setting: String?

    /// Reads a URL as a catalog or a configuration has it.
    ///
    /// - Parameters:
    ///   - text: an `http` or `https` URL; one with a user, a query or a fragment is refused.
    ///   - version: a last path part to leave out (`v2`), because some catalogs have it and some have not.
    ///   - project: a path part after the version, to leave out with it: some catalogs end every URL with the project's ID.
    package init?(_ text: String, droppingVersion version: String? = nil, project: String? = nil) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[separator.upperBound...]
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        authority = String(rest[..<pathStart])
        let allowed = rest.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#@\"<>\\^`{|}".utf8.contains($0) }
        guard allowed, Self.isHostAndPort(authority) else { return nil }
        var parts = rest[pathStart...].split(separator: "/")
        guard !parts.contains(where: { $0 == "." || $0 == ".." }) else { return nil }
        if let version {
            let isVersion = { (part: Substring) in part == version || part.hasPrefix(version + ".") }
            if let project, parts.last == project[...], parts.dropLast().last.map(isVersion) == true {
                parts.removeLast()
            }
            if parts.last.map(isVersion) == true { parts.removeLast() }
        }
        prefix = parts.map { "/" + $0 }.joined()
        trailingSlash = rest.hasSuffix("/") ? "/" : ""
    }

    /// Returns true for a host, alone or with a port from 1 to 65535 (RFC 3986, 3.2).
    private static func isHostAndPort(_ authority: String) -> Bool {
        let afterHost = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.firstIndex(of: ":")
        guard let afterHost, afterHost < authority.endIndex else { return !authority.isEmpty }
        guard afterHost > authority.startIndex, authority[afterHost] == ":" else { return false }
        guard let port = Int(authority[authority.index(after: afterHost)...]) else { return false }
        return (1...65_535).contains(port)
    }

    /// True of a service that is spoken to with TLS.
    package var isSecure: Bool { scheme == "https" }

    /// Returns true where scheme, host or port are not those of the other.
    package func isElsewhere(than other: ServiceURL?) -> Bool {
        scheme != other?.scheme || authority != other?.authority
    }

    /// The URL without a trailing slash.
    package var description: String { "\(scheme)://\(authority)\(prefix)" }

    /// A trailing slash makes no other service, nor does the place where it is set.
    package static func == (one: Self, other: Self) -> Bool { one.description == other.description }

    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension ServiceURL {
    /// Keystone's address without the version, or the whole of `/v3/auth/tokens`, that may be written after it.
    ///
    /// The API is always looked for at `/v3` below it, and never discovered: v3 is the only version since Queens (2018),
    /// and the links of a version list often lead to a host that only the cloud's inside knows. An address that still
    /// ends in `/v2.0` was one of Keystone's root with its old version; the root is where v3 is.
    package var withoutIdentityVersion: Self {
        var parts = prefix.split(separator: "/")
        if parts.suffix(2) == ["auth", "tokens"] { parts.removeLast(2) }
        if let last = parts.last, last == "v3" || last.hasPrefix("v3.") || last == "v2.0" { parts.removeLast() }
        var root = self
        root.prefix = parts.map { "/" + $0 }.joined()
        return root
    }
}

extension ServiceURL {
    /// The host, an IPv6 address without its brackets.
    var host: String {
        if authority.hasPrefix("["), let end = authority.lastIndex(of: "]") {
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        return String(authority.prefix { $0 != ":" })
    }

    /// The port, that of the scheme where none is written.
    var port: Int {
        let afterHost = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority[...]
        guard let colon = afterHost.lastIndex(of: ":"), let port = Int(afterHost[afterHost.index(after: colon)...])
        else { return scheme == "https" ? 443 : 80 }
        return port
    }

    /// Host and port, as a sentence about the connection has them.
    var address: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

extension ServiceURL {
    /// Returns the change that makes an address of a service out of a text that is none.
    ///
    /// - Parameter text: the text; it is not quoted, for it may hold a password.
    /// - Returns: the remedy, as a sentence about the setting has it after its complaint.
    package static func remedy(for text: String) -> String {
        if text.contains("@") { return "leave user and password out of it" }
        let scalars = text.unicodeScalars
        if let first = scalars.first, let last = scalars.last {
            if ["\"", "'", "“", "”", "‘", "’", "`"].contains(first) || (first == "<" && last == ">") {
                return "leave the quotes around it out"
            }
            if first.properties.isWhitespace || last.properties.isWhitespace {
                let isLine = [first, last].contains { $0 == "\n" || $0 == "\r" }
                return "there is a \(isLine ? "line break" : "blank") before or after it: leave that out"
            }
        }
        if scalars.contains(where: \.properties.isWhitespace) { return "there is a blank or a line break in it" }
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
        guard scheme == "http" || scheme == "https" else { return "it begins with http:// or https://" }
        if text.contains("?") || text.contains("#") { return "leave out what begins at the ? or #" }
        if text.contains("/./") || text.contains("/../") || text.hasSuffix("/.") || text.hasSuffix("/..") {
            return "write the path without . and .."
        }
        return
            "after http:// or https:// there is a host, then its port, 1 to 65535, if it has one, and a path, in ASCII"
    }
}
