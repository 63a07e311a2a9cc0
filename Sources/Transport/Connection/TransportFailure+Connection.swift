import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SystemPackage

extension TransportFailure {
    /// Sorts an error of a connection by the one thing that a caller must know: whether the request may have arrived.
    ///
    /// - Parameters:
    ///   - error: the error of NIO or AsyncHTTPClient.
    ///   - service: where the request was sent.
    ///   - proxy: by which way.
    init(_ error: any Error, of service: ServiceURL, through proxy: HTTPProxy?) {
        let address = proxy.map { "\($0)" } ?? service.address
        let route = Self.route(proxy)
        self =
            switch error {
            case is CancellationError: .cancelled
            case ChannelError.connectTimeout: .notSent("no connection to \(address) in time")
            case let failure as TransportFailure: failure
            case let error as HTTPClientError: Self.failure(from: error, of: service, through: proxy)
            case HTTPParserError.invalidEOFState: .unanswered("it ended in the middle of the answer\(route)")
            case let error as HTTPParserError: .malformed(error.explanation + route)
            // Every other reason is a HandshakeProblem.
            case NIOSSLError.handshakeFailed:
                .notSent("the connection to \(service.address) was closed during the TLS handshake\(route)")
            case _ where Self.lacksAuthorities(error):
                .tlsFailed(
                    "this system has no certificate authorities by which \(service.address) could be trusted",
                    hint: "install the package ca-certificates, or name a PEM file in cacert or OS_CACERT")
            case let error as NIOConnectionError: .notSent(Self.reason(of: error, through: proxy))
            case let error as IOError where Self.notConnected.contains(error.errnoCode):
                .notSent(Self.noConnection(to: address, error))
            case let error as IOError where error.errnoCode == ECONNRESET: .unanswered("reset\(route)")
            default: .unanswered("\(error)\(route)")
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
            .notSent("no connection to \(service.address)\(route(proxy))")
        default: .unanswered("\(error.shortDescription)\(route(proxy))")
        }
    }

    /// True of an error before TLS could even be prepared.
    ///
    /// What a configuration names was read before, so that only the system's authorities can be missing; BoringSSL has no
    /// word for it.
    private static func lacksAuthorities(_ error: any Error) -> Bool {
        let causes = (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
        return causes.contains {
            if case BoringSSLError.unknownError(let reasons) = $0 { reasons.isEmpty } else { false }
        }
    }

    private static func route(_ proxy: HTTPProxy?) -> String { proxy.map { " by way of \($0)" } ?? "" }

    /// The errors that only the making of a connection ends in.
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

extension HTTPParserError {
    /// The mistake in an answer, in a sentence that begins with "the answer is not valid HTTP".
    fileprivate var explanation: String {
        switch self {
        case .headerOverflow: "its head is longer than 80 KiB"
        case .invalidVersion, .invalidConstant, .invalidStatus: "it does not begin with a version and a status"
        case .invalidHeaderToken, .lfExpected, .invalidCharactersUsed:
            "there is a character in its head that may not be"
        case .invalidContentLength: "its Content-Length is not a number"
        case .unexpectedContentLength: "it has two lengths, Content-Length twice or beside Transfer-Encoding"
        case .invalidChunkSize: "a chunk of its content does not begin with its length"
        case .trailingGarbage, .closedConnection: "more came after its end"
        // The parser tells no difference between these.
        case .unknown, .strictModeAssertion: "its lengths, line ends or transfer coding contradict each other"
        default: debugDescription
        }
    }
}
