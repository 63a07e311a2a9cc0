import NIOCore
import NIOHTTP1

/// Mends heads of answers that are not quite HTTP, but can only mean one thing, before a strict parser refuses them.
///
/// Proxies and old application servers write such heads, and curl and Python's `requests` take them.
final class HeadRepair: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// The longest head that is looked at, in bytes: the parser takes none that is longer.
    private static let longest = 80 << 10

    /// The part of the next head that has come so far; nil while no head is expected.
    private var head: ByteBuffer?

    /// Sets up a connection.
    static func prepare(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            // Here requests are not written yet, and answers not read: the parser of answers comes after.
            try pipeline.addHandler(HeadRepair(), position: .after(encoder))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) { head = ByteBuffer() }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard var bytes = head else {
            context.fireChannelRead(data)
            return
        }
        var arrived = unwrapInboundIn(data)
        bytes.writeBuffer(&arrived)
        head = bytes
        while let head, let end = ResponseHead.end(in: head.readableBytesView) { pass(head, upTo: end, context) }
        if let head, head.readableBytes > Self.longest || !ResponseHead.canBegin(head.readableBytesView) {
            release(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        release(context)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { release(context) }
        context.fireUserInboundEventTriggered(event)
    }

    /// Passes a whole head on, and what has come of the content after it.
    private func pass(_ bytes: ByteBuffer, upTo end: Int, _ context: ChannelHandlerContext) {
        var rest = bytes
        let original = rest.readSlice(length: end) ?? ByteBuffer()
        let view = original.readableBytesView
        let parsed = ResponseHead.isPlain(view) ? nil : ResponseHead(Array(view))
        // After an interim answer comes another head (RFC 9110, 15.2).
        head = parsed?.isInterim == true ? rest : nil
        context.fireChannelRead(wrapInboundOut(parsed?.mended.map { ByteBuffer(bytes: $0) } ?? original))
        if head == nil, rest.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(rest)) }
    }

    /// Passes on as it is what may be no head at all.
    private func release(_ context: ChannelHandlerContext) {
        guard let bytes = head else { return }
        head = nil
        if bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
    }
}
