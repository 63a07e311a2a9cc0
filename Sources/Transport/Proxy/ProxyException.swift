/// One entry of `NO_PROXY`: servers that are asked without a proxy.
struct ProxyException: Sendable, Equatable {
    private enum Servers: Equatable {
        case all
        /// A host and all below its name.
        case domain(String)
        case network(IPNetwork)
    }

    private let servers: Servers
    private let port: Int?

    /// Reads `*`, `cloud.test`, `.cloud.test`, `*.cloud.test`, `cloud.test:5000`, `10.0.0.1`, `10.0.0.0/8`, `::1` or
    /// `[::1]:5000`.
    init?(_ entry: some StringProtocol) {
        let text = entry.lowercased()
        if text == "*" {
            (servers, port) = (.all, nil)
            return
        }
        // A bare IPv6 address has colons of its own.
        if let network = IPNetwork(text) {
            (servers, port) = (.network(network), nil)
            return
        }
        guard let url = ServiceURL("http://\(text)"), url.prefix.isEmpty else { return nil }
        port = url.authority == url.host || url.authority == "[\(url.host)]" ? nil : url.port
        if let network = IPNetwork(url.host) {
            servers = .network(network)
        } else {
            let name = url.host.hasPrefix("*.") ? url.host.dropFirst(2) : url.host.drop { $0 == "." }
            guard !name.isEmpty else { return nil }
            servers = .domain(String(name))
        }
    }

    /// Whether a service is one of them.
    func holds(for service: ServiceURL) -> Bool {
        guard port == nil || port == service.port else { return false }
        let host = service.host.lowercased()
        switch servers {
        case .all: return true
        case .domain(let name): return host == name || host.hasSuffix("." + name)
        case .network(let network): return IPNetwork(host).map(network.contains) ?? false
        }
    }
}
