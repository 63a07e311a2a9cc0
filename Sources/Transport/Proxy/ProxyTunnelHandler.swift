import NIOCore
import NIOHTTP1

/// Asks a proxy for a tunnel to a server (RFC 9110, 9.3.6), and makes room for what is to go through it.
final class ProxyTunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let service: ServiceURL
    private let proxy: HTTPProxy
    private let codec: [any RemovableChannelHandler]
    private let open: () throws -> Void
    private var isOpen = false

    private init(
        to service: ServiceURL, through proxy: HTTPProxy, codec: [any RemovableChannelHandler],
        open: @escaping () throws -> Void
    ) {
        self.service = service
        self.proxy = proxy
        self.codec = codec
        self.open = open
    }

    /// Sets up a connection to the proxy.
    ///
    /// - Parameters:
    ///   - handlers: the connection's.
    ///   - service: where the tunnel leads.
    ///   - proxy: who opens it.
    ///   - open: adds the handlers of the connection through the tunnel.
    /// - Throws: nothing that is expected: the connection has just been made.
    static func prepare(
        _ handlers: ChannelPipeline.SynchronousOperations, to service: ServiceURL, through proxy: HTTPProxy,
        open: @escaping () throws -> Void
    ) throws {
        let encoder = HTTPRequestEncoder()
        let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes))
        let tunnel = ProxyTunnelHandler(to: service, through: proxy, codec: [encoder, decoder], open: open)
        try handlers.addHandlers([encoder, decoder, tunnel])
    }

    func channelActive(context: ChannelHandlerContext) {
        var head = HTTPRequestHead(version: .http1_1, method: .CONNECT, uri: service.address)
        head.headers.add(name: "Host", value: service.address)
        if let credentials = proxy.credentials {
            head.headers.add(name: "Proxy-Authorization", value: "Basic \(credentials.exposed)")
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head) where (200..<300).contains(head.status.code): isOpen = true
        case .head(let head):
            context.fireErrorCaught(TransportFailure.refused(by: proxy, to: service, status: Int(head.status.code)))
        case .body: break
        case .end where isOpen:
            do {
                let pipeline = context.pipeline.syncOperations
                for handler in codec { pipeline.removeHandler(handler, promise: nil) }
                try open()
                pipeline.removeHandler(self, promise: nil)
            } catch {
                context.fireErrorCaught(error)
            }
        case .end: break
        }
    }
}
