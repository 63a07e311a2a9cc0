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
