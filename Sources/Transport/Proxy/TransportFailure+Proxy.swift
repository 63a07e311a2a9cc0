extension TransportFailure {
    /// A variable that names no usable proxy.
    init(_ error: ConfigurationError) {
        let issue = error.issues.first
        self = .proxyFailed(issue?.message ?? "the proxy cannot be used", hint: issue?.hint)
    }

    /// A certificate for an address cannot be judged through a tunnel.
    ///
    /// NIOSSL compares it with the address that the socket is connected to, and that is the proxy's.
    static func addressBehind(_ proxy: HTTPProxy, _ service: ServiceURL) -> TransportFailure {
        .proxyFailed(
            "a certificate for the address \(service.host) cannot be checked through \(proxy)",
            hint: "use the server's name in the URL, or name the address in NO_PROXY if it can be reached directly"
        )
    }

    /// Explains a proxy's refusal to pass a request on.
    ///
    /// - Parameters:
    ///   - proxy: who refuses.
    ///   - service: where the request was to go.
    ///   - status: the status of the refusal.
    /// - Returns: the failure.
    static func refused(by proxy: HTTPProxy, to service: ServiceURL, status: Int) -> TransportFailure {
        switch status {
        // Some proxies take the status of a server for it, 401.
        case 401 where proxy.credentials == nil, 407 where proxy.credentials == nil:
            .proxyFailed(
                "\(proxy) wants user and password (\(status))",
                hint: "put them into \(proxy.variable), as in http://USER:PASSWORD@\(proxy.service.authority)"
            )
        case 401, 407:
            .proxyFailed(
                "\(proxy) does not take the user and password that it was given (\(status))",
                hint: "check them in \(proxy.variable); special characters must be percent-encoded"
            )
        // It is the way behind the proxy that is broken, which may pass.
        case 500...: .notSent("\(proxy) has no connection to \(service.address) (\(status))")
        default:
            .proxyFailed(
                "\(proxy) does not let requests through to \(service.address) (\(status))",
                hint: "name \(service.host) in NO_PROXY if it can be reached directly, or have the proxy allow it"
            )
        }
    }
}

extension ProxySettings {
    /// The proxy to ask a service through; nil for the direct way.
    ///
    /// - Throws: the mistake in the variable that holds for it, as what becomes of the request.
    func route(to service: ServiceURL) throws(TransportFailure) -> HTTPProxy? {
        do throws(ConfigurationError) {
            return try proxy(for: service)
        } catch {
            throw TransportFailure(error)
        }
    }
}
