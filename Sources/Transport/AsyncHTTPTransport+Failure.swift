import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SystemPackage

extension AsyncHTTPTransport {
    /// How long it may take to look at the certificate of a server that was not trusted.
    private static let lookTimeout = Duration.seconds(5)

    /// Sorts what went wrong, and where TLS is to blame, looks what is behind it.
    ///
    /// - Parameters:
    ///   - error: what went wrong.
    ///   - service: where the request was sent.
    ///   - proxy: by which way.
    /// - Returns: the failure, in words that help.
    func failure(
        from error: any Error, of service: ServiceURL, through proxy: HTTPProxy?
    ) async -> TransportFailure {
        if let problem = HandshakeProblem(error) {
            var peer = TransportFailure.TLSPeer(service: service, trust: trust, authorities: authorities)
            if problem == .certificateNotTrusted || problem == .nameMismatch {
                peer.certificate = try? await look(at: service, through: proxy)
            }
            return TransportFailure(problem, with: peer, now: .now)
        }
        if service.scheme == "http", proxy == nil, Self.isNoHTTP(error), !plainServices.contains(service),
            (try? await look(at: service, through: nil)) != nil
        {
            return .speaksTLS(service)
        }
        // The client does not tell whether the connection or the handshake took so long.
        if service.scheme == "https", error as? HTTPClientError == .connectTimeout,
            await staysSilent(service, through: proxy)
        {
            return TransportFailure(.timedOut, with: .init(service: service, trust: trust), now: .now)
        }
        if let proxy, error as? HTTPClientError == .invalidProxyResponse {
            // The client keeps the status to itself, and asking again tells it.
            do throws(TransportFailure) { _ = try await look(at: service, through: proxy) } catch { return error }
        }
        if let proxy, service.scheme == "http", Self.isBroken(error),
            let refusal = await refusedCredentials(of: proxy, for: service)
        {
            return refusal
        }
        return Self.failure(from: error, of: service, through: proxy)
    }

    private func look(
        at service: ServiceURL, through proxy: HTTPProxy?
    ) async throws(TransportFailure) -> ServerCertificate {
        try await ServerCertificate.look(at: service, through: proxy, timeout: Self.lookTimeout)
    }

    /// Whether a server takes a connection, but does not answer in TLS.
    private func staysSilent(_ service: ServiceURL, through proxy: HTTPProxy?) async -> Bool {
        do throws(TransportFailure) {
            _ = try await ServerCertificate.look(at: service, through: proxy, timeout: min(connectTimeout, .seconds(2)))
            return false
        } catch {
            return error == .timedOut
        }
    }

    /// Whether it is what a server that waits for a TLS handshake makes of a request.
    private static func isNoHTTP(_ error: any Error) -> Bool {
        switch error {
        case HTTPParserError.invalidConstant, HTTPParserError.invalidVersion, HTTPParserError.invalidStatus: true
        default: error as? HTTPClientError == .remoteConnectionClosed
        }
    }

    private static func isBroken(_ error: any Error) -> Bool {
        error is IOError || error as? HTTPClientError == .remoteConnectionClosed
    }

    /// A proxy's refusal of a tunnel, where it is for want of the right user and password.
    ///
    /// Some close the connection before they have read a request that they do not want, and their 407 is lost in that.
    private func refusedCredentials(of proxy: HTTPProxy, for service: ServiceURL) async -> TransportFailure? {
        do throws(TransportFailure) {
            _ = try await look(at: service, through: proxy)
            return nil
        } catch {
            return [401, 407].contains { error == .refused(by: proxy, to: service, status: $0) } ? error : nil
        }
    }

    /// Sorts what can go wrong below by what a caller must know: whether the request may have arrived.
    static func failure(
        from error: any Error, of service: ServiceURL, through proxy: HTTPProxy?
    ) -> TransportFailure {
        let address = proxy.map { "\($0)" } ?? service.address
        return switch error {
        case is CancellationError: .cancelled
        case ChannelError.connectTimeout: .notSent("no connection to \(address) in time")
        case let failure as TransportFailure: failure
        case is NIOTooManyBytesError: .tooLong(limit: largestAnswer)
        case let error as HTTPClientError: failure(from: error, of: service, through: proxy)
        case HTTPParserError.invalidEOFState: .unanswered("it ended in the middle of the answer\(way(proxy))")
        case let error as HTTPParserError: .malformed(error.words + way(proxy))
        // Every other reason is a HandshakeProblem.
        case NIOSSLError.handshakeFailed:
            .notSent("the connection to \(service.address) was closed during the TLS handshake\(way(proxy))")
        case _ where lacksAuthorities(error):
            .tlsFailed(
                "this system has no certificate authorities by which \(service.address) could be trusted",
                hint: "install the package ca-certificates, or name a PEM file in cacert or OS_CACERT")
        case let error as NIOConnectionError: .notSent(reason(of: error, through: proxy))
        case let error as IOError where notConnected.contains(error.errnoCode):
            .notSent(Self.noConnection(to: address, error))
        case let error as IOError where error.errnoCode == ECONNRESET: .unanswered("reset\(way(proxy))")
        default: .unanswered("\(error)\(way(proxy))")
        }
    }

    private static func failure(
        from error: HTTPClientError, of service: ServiceURL, through proxy: HTTPProxy?
    ) -> TransportFailure {
        let address = proxy.map { "\($0)" } ?? service.address
        return switch error {
        case .cancelled: .cancelled
        case .connectTimeout: .notSent("no connection to \(address) in time")
        case .getConnectionFromPoolTimeout: .notSent("no connection to \(address) was free in time")
        case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut
        case .invalidURL, .emptyHost, .emptyScheme: .notSent("the URL is not usable")
        case .proxyAuthenticationRequired:
            proxy.map { .refused(by: $0, to: $0.service, status: 407) } ?? .unanswered(error.shortDescription)
        case .invalidProxyResponse, .httpProxyHandshakeTimeout:
            .notSent("no connection to \(service.address)\(way(proxy))")
        default: .unanswered("\(error.shortDescription)\(way(proxy))")
        }
    }

    /// Whether TLS could not even be prepared.
    ///
    /// What a configuration names was read before, so that only the system's authorities can be missing; BoringSSL has no
    /// word for it.
    private static func lacksAuthorities(_ error: any Error) -> Bool {
        let causes = (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
        return causes.contains {
            if case BoringSSLError.unknownError(let reasons) = $0 { reasons.isEmpty } else { false }
        }
    }

    private static func way(_ proxy: HTTPProxy?) -> String { proxy.map { " by way of \($0)" } ?? "" }

    /// What only the making of a connection ends in.
    private static let notConnected: Set = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL]

    private static func noConnection(to address: String, _ error: IOError) -> String {
        error.errnoCode == ECONNREFUSED
            ? "connection to \(address) refused" : "no connection to \(address): \(Errno(rawValue: error.errnoCode))"
    }

    private static func reason(of error: NIOConnectionError, through proxy: HTTPProxy?) -> String {
        let address = proxy.map { "\($0)" } ?? "\(error.host):\(error.port)"
        if let dns = error.dnsAError ?? error.dnsAAAAError, error.connectionErrors.isEmpty {
            return "cannot resolve \(proxy.map { "the host of \($0)" } ?? error.host): \(dns)"
        }
        if let io = error.connectionErrors.first?.error as? IOError { return noConnection(to: address, io) }
        let causes = error.connectionErrors.map { String(describing: $0.error) }
        return "no connection to \(address): \(causes.joined(separator: "; "))"
    }
}
