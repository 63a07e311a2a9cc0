import Transport

/// An address of an identity provider, which is taken to the letter.
///
/// To some a slash at its end matters, and it may have a query, though no fragment (RFC 6749, 3.2).
package struct ProviderAddress: Sendable, Equatable, CustomStringConvertible {
    /// The address without its query.
    let service: ServiceURL
    /// The query with its question mark; empty where there is none.
    let query: String

    /// Reads a URL; nil for one that is not `http` or `https`, or has a user or a fragment.
    package init?(_ text: String) {
        let start = text.firstIndex(of: "?") ?? text.endIndex
        query = String(text[start...])
        guard let service = ServiceURL(String(text[..<start])) else { return nil }
        guard query.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"#\"<>\\^`{|}".utf8.contains($0) }) else {
            return nil
        }
        self.service = service
    }

    /// The path below the service's own, with the query.
    var path: String {
        // RFC 9112, 3.2.1: a request's target begins with a slash.
        service.prefix.isEmpty && !query.isEmpty ? "/" + query : service.trailingSlash + query
    }

    /// The address without its query, which may hold a key.
    package var description: String { service.description }
}
