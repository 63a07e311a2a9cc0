/// The choice of a proxy for each service, by the variables that curl and `requests` read.
///
/// `https_proxy` and `http_proxy` by the service's scheme, else `all_proxy`; never for what `no_proxy` names. Each may be
/// written in capitals; small letters win, also where they are empty, which switches a proxy off.
package struct ProxySettings: Sendable, Equatable {
    private enum Choice: Equatable {
        case none
        case proxy(HTTPProxy)
        /// A variable's value that cannot be used. It matters only to who would use it.
        case unusable(ConfigurationError)
    }

    private let forHTTPS: Choice
    private let forHTTP: Choice
    private let exceptions: [ProxyException]

    /// No proxy for anything.
    package static let none = ProxySettings(environment: [:])

    /// Reads the variables.
    ///
    /// - Parameter environment: the process's variables.
    package init(environment: [String: String]) {
        forHTTPS = Self.choice(of: ["https_proxy", "all_proxy"], in: environment)
        forHTTP = Self.choice(of: ["http_proxy", "all_proxy"], in: environment)
        let list = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")
        exceptions = list.split { $0 == "," || $0.isWhitespace }.compactMap { ProxyException($0) }
    }

    private static func choice(of names: [String], in environment: [String: String]) -> Choice {
        for name in names {
            let variable = environment[name] == nil ? name.uppercased() : name
            guard let text = environment[variable], !text.isEmpty else { continue }
            do throws(ConfigurationError) {
                return .proxy(try HTTPProxy(text, variable: variable))
            } catch {
                return .unusable(error)
            }
        }
        return .none
    }

    /// Checks that the way to a service can be found, before anything is sent there.
    ///
    /// - Parameter service: the service.
    /// - Throws: what is wrong with the variable that holds for it.
    package func check(for service: ServiceURL) throws(ConfigurationError) {
        _ = try proxy(for: service)
    }

    /// The proxy to ask a service through.
    ///
    /// - Parameter service: the service.
    /// - Returns: the proxy; nil for the direct way.
    /// - Throws: what is wrong with the variable that holds for it.
    func proxy(for service: ServiceURL) throws(ConfigurationError) -> HTTPProxy? {
        guard !exceptions.contains(where: { $0.matches(service) }) else { return nil }
        switch service.scheme == "https" ? forHTTPS : forHTTP {
        case .none: return nil
        case .proxy(let proxy): return proxy
        case .unusable(let error): throw error
        }
    }

    /// The proxy that opens tunnels to `https` services, if there is one.
    var tunnelling: HTTPProxy? { if case .proxy(let proxy) = forHTTPS { proxy } else { nil } }

    /// The proxy that passes requests to `http` services on, if there is one.
    var forwarding: HTTPProxy? { if case .proxy(let proxy) = forHTTP { proxy } else { nil } }
}

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

    /// Returns true for a service that is one of them.
    func matches(_ service: ServiceURL) -> Bool {
        guard port == nil || port == service.port else { return false }
        let host = service.host.lowercased()
        switch servers {
        case .all: return true
        case .domain(let name): return host == name || host.hasSuffix("." + name)
        case .network(let network): return IPNetwork(host).map(network.contains) ?? false
        }
    }
}
