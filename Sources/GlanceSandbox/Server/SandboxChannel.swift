import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection to the sandbox: Hummingbird's, with the manners of gunicorn.
struct SandboxChannel: ServerChildChannel {
    private let base: HTTP1Channel

    init(responder: @escaping HTTPChannelHandler.Responder) {
        base = HTTP1Channel(responder: responder)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionManners(), position: .after(decoder.handler))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// The frame that gunicorn puts around the answers of Keystone and Glance: the reason in the status line, the version
/// of the request, whether the connection stays, and 100 where a client waits for it.
private final class ConnectionManners: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The part of a request that its answer depends on.
    private struct Asked {
        let version: HTTPVersion
        let keepsAlive: Bool
        let isForKeystone: Bool
    }

    /// The requests without an answer yet: a client may send the next before it has read the last.
    private var asked = CircularBuffer<Asked>()
    private var isBroken = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) {
            asked.append(
                Asked(
                    version: head.version, keepsAlive: head.isKeepAlive, isForKeystone: head.uri.hasPrefix("/identity"))
            )
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                let answer = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(answer)), promise: nil)
            }
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        isBroken = true
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            // Where nothing was understood, there is no request to go by.
            let asked = asked.first ?? Asked(version: .http1_1, keepsAlive: false, isForKeystone: false)
            let reason = StatusTitle.title(Int(head.status.code))
            head.status = .custom(
                code: head.status.code, reasonPhrase: asked.isForKeystone ? reason.uppercased() : reason)
            head.version = asked.version
            head.headers.replaceOrAdd(name: "Connection", value: keepsAlive(asked) ? "keep-alive" : "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let asked = asked.popFirst()
            context.write(data, promise: promise)
            guard let asked, !keepsAlive(asked) else { return }
            context.flush()
            context.close(promise: nil)
        }
    }

    private func keepsAlive(_ asked: Asked) -> Bool {
        asked.keepsAlive && !isBroken
    }
}
