import NIOCore

/// The names that this machine has for itself.
///
/// The sandbox has a password that everybody can know, and a page from elsewhere can lead a browser to it under a name of
/// its own (DNS rebinding).
enum LoopbackNames {
    /// Whether a request's `Host` is among them; a client that names none is no browser.
    static func contain(_ authority: String?) -> Bool {
        guard let authority else { return true }
        let isBracketed = authority.hasPrefix("[")
        let host = (isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" })
            .lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        let address = (try? SocketAddress(ipAddress: host, port: 0))?.ipAddress ?? ""
        return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
