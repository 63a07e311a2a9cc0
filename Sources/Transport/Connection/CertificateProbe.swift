import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL

/// A handshake for the certificate of a server, broken off before anything is said to it.
package enum CertificateProbe {
    /// Fetches a server's certificate.
    ///
    /// The handshake ends as soon as the server has shown its certificate: no request is sent, no certificate
    /// of ours, and no trust is needed.
    ///
    /// - Parameters:
    ///   - service: the server; its path does not matter.
    ///   - proxies: the ways to it.
    ///   - timeout: the longest that it may take.
    /// - Returns: the certificate.
    /// - Throws: why there is none to be seen.
    package static func probe(
        _ service: ServiceURL, through proxies: ProxySettings = .none, timeout: Duration
    ) async throws(TransportFailure) -> ServerCertificate {
        try await probe(service, through: try proxies.route(to: service), timeout: timeout)
    }

    /// Fetches a server's certificate by a way that is known already.
    static func probe(
        _ service: ServiceURL, through proxy: HTTPProxy?, timeout: Duration
    ) async throws(TransportFailure) -> ServerCertificate {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let shown = loop.makePromise(of: [NIOSSLCertificate].self)
        let deadline = loop.scheduleTask(in: TimeAmount(timeout)) { shown.fail(TransportFailure.timedOut) }
        defer { deadline.cancel() }
        let next = proxy?.service ?? service
        let connection = ClientBootstrap(group: loop).connectTimeout(TimeAmount(timeout / 2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handlers = channel.pipeline.syncOperations
                    let begin = { try addTLS(handlers, service, shown) }
                    if let proxy {
                        try ProxyTunnelHandler.prepare(handlers, to: service, through: proxy, open: begin)
                    } else {
                        try begin()
                    }
                    try handlers.addHandler(FailureRelay(shown))
                }
            }
            .connect(host: next.host, port: next.port)
        connection.whenFailure { shown.fail($0) }
        defer { connection.whenSuccess { $0.close(promise: nil) } }
        do {
            let chain = try await withTaskCancellationHandler {
                try await shown.futureResult.get()
            } onCancel: {
                shown.fail(CancellationError())
            }
            if let certificate = ServerCertificate(chain) { return certificate }
            throw TransportFailure.unanswered("the server's certificate cannot be read")
        } catch {
            if let problem = HandshakeProblem(error) {
                throw TransportFailure(problem, with: .init(service: service, trust: .init()), now: .now)
            }
            throw TransportFailure(error, of: service, through: proxy)
        }
    }

    private static func addTLS(
        _ handlers: ChannelPipeline.SynchronousOperations, _ service: ServiceURL,
        _ shown: EventLoopPromise<[NIOSSLCertificate]>
    ) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // The certificate of a server that speaks nothing newer is shown all the same.
        configuration.minimumTLSVersion = .tlsv1
        configuration.trustRoots = .certificates([])
        let name = IPNetwork(service.host) == nil ? service.host : nil
        let tls = try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: configuration), serverHostname: name,
            customVerificationCallback: { chain, verdict in
                shown.succeed(chain)
                verdict.succeed(.failed)
            }
        )
        // Before the handler that hears of failures.
        try handlers.addHandler(tls, position: .first)
    }

    /// Ends the wait where the connection ends first.
    private final class FailureRelay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let shown: EventLoopPromise<[NIOSSLCertificate]>

        init(_ shown: EventLoopPromise<[NIOSSLCertificate]>) {
            self.shown = shown
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            shown.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            shown.fail(ChannelError.eof)
        }
    }
}
