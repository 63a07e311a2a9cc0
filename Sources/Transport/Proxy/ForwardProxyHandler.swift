import NIOCore
import NIOHTTP1

/// Makes of requests to a server those that a proxy is asked to pass on to it (RFC 9112, 3.2.2).
///
/// AsyncHTTPClient asks a proxy for a tunnel also where the service speaks plain HTTP, which many proxies refuse. So its
/// connection leads to the proxy as if that were the server, and only `Host` tells which service is meant.
final class ForwardProxyHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let proxy: HTTPProxy

    private init(_ proxy: HTTPProxy) {
        self.proxy = proxy
    }

    /// Sets up a connection to the proxy.
    static func prepare(_ channel: any Channel, for proxy: HTTPProxy) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            try pipeline.addHandler(ForwardProxyHandler(proxy), position: .after(encoder))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        head.uri = "http://\(head.headers.first(name: "Host") ?? "")\(head.uri)"
        if let credentials = proxy.credentials {
            head.headers.replaceOrAdd(name: "Proxy-Authorization", value: "Basic \(credentials.exposed)")
        }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
