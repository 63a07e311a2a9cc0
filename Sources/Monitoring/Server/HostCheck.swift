import NIOCore
import Synchronization

/// Checks that a request means this server by name.
///
/// A page from elsewhere can lead a browser to any address under a name of its own (DNS rebinding) and would read the
/// answer. So a server that only this machine reaches answers only to this machine's names. Clients that name no host are
/// no browsers.
final class HostCheck: Sendable {
    private let isLoopback = Mutex(true)

    /// Takes in the address that the server listens on.
    func note(_ address: SocketAddress) {
        isLoopback.withLock { $0 = address.isLoopback }
    }

    /// Returns whether a request is to be answered.
    ///
    /// - Parameter authority: the request's `Host` (RFC 9110, 7.2); nil where it has none.
    /// - Returns: true if it is.
    func accepts(_ authority: String?) -> Bool {
        guard let authority, isLoopback.withLock({ $0 }) else { return true }
        return Self.isLoopback(host: Self.host(of: authority))
    }

    /// The authority without its port.
    private static func host(of authority: String) -> Substring {
        if authority.hasPrefix("[") { return authority.dropFirst().prefix { $0 != "]" } }
        return authority.prefix { $0 != ":" }
    }

    private static func isLoopback(host: Substring) -> Bool {
        let host = host.lowercased()
        // RFC 6761, 6.3: whatever ends in .localhost is loopback, and no name server is asked for it.
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        return (try? SocketAddress(ipAddress: host, port: 0))?.isLoopback ?? false
    }
}

extension SocketAddress {
    /// True if only this machine can reach it.
    var isLoopback: Bool {
        guard let text = ipAddress else { return false }
        return text == "::1" || text.hasPrefix("127.") || text.hasPrefix("::ffff:127.")
    }
}
