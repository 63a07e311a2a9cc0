import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

extension AsyncHTTPTransport {
    /// The time in which a server that was not trusted has to show its certificate.
    private static let probeTimeout = Duration.seconds(5)

    /// Sorts an error, and where TLS or a proxy may be to blame, probes the service for the cause.
    ///
    /// - Parameters:
    ///   - error: the error that ended the request.
    ///   - service: where the request was sent.
    ///   - proxy: by which way.
    /// - Returns: the failure, in words that help.
    func failure(
        from error: any Error, of service: ServiceURL, through proxy: HTTPProxy?
    ) async -> TransportFailure {
        if let problem = HandshakeProblem(error) {
            var peer = TransportFailure.TLSPeer(service: service, trust: trust, authorities: authorities)
            if problem == .certificateNotTrusted || problem == .nameMismatch {
                peer.certificate = try? await probe(service, through: proxy)
            }
            return TransportFailure(problem, with: peer, now: .now)
        }
        if service.scheme == "http", proxy == nil, Self.isNoHTTP(error), !plainHTTPServices.contains(service),
            (try? await probe(service, through: nil)) != nil
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
            // The client keeps the status to itself, and asking again brings it to light.
            do throws(TransportFailure) { _ = try await probe(service, through: proxy) } catch { return error }
        }
        if let proxy, service.scheme == "http", Self.isBroken(error),
            let refusal = await refusedCredentials(of: proxy, for: service)
        {
            return refusal
        }
        return TransportFailure(error, of: service, through: proxy)
    }

    private func probe(
        _ service: ServiceURL, through proxy: HTTPProxy?
    ) async throws(TransportFailure) -> ServerCertificate {
        try await CertificateProbe.probe(service, through: proxy, timeout: Self.probeTimeout)
    }

    /// True of a server that takes a connection, but does not answer in TLS.
    private func staysSilent(_ service: ServiceURL, through proxy: HTTPProxy?) async -> Bool {
        do throws(TransportFailure) {
            _ = try await CertificateProbe.probe(service, through: proxy, timeout: min(connectTimeout, .seconds(2)))
            return false
        } catch {
            return error == .timedOut
        }
    }

    /// True of an error in which a request to a server ends that waits for a TLS handshake.
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
            _ = try await probe(service, through: proxy)
            return nil
        } catch {
            return [401, 407].contains { error == .refused(by: proxy, to: service, status: $0) } ? error : nil
        }
    }
}
