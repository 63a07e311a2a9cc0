import NIOCore

/// Closes the connection of a client that takes too long: a few seconds for its first request, a minute between requests,
/// and a few seconds for each piece of an answer that it does not read.
///
/// It stands behind the decoder, so what it reads is a request whose head is whole.
final class ClientPatience: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    typealias OutboundIn = Any

    /// The time for the head of the first request.
    static let first = TimeAmount.seconds(5)
    /// The time until the next request.
    static let next = TimeAmount.seconds(60)
    /// The time in which a piece of an answer has to be taken.
    static let piece = TimeAmount.seconds(10)

    private let clients: OpenClients
    private var deadline: Scheduled<Void>?
    private var writes = 0

    init(_ clients: OpenClients) {
        self.clients = clients
    }

    func handlerAdded(context: ChannelHandlerContext) {
        clients.add(context.channel)
        wait(Self.first, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave(context) }

    func channelInactive(context: ChannelHandlerContext) {
        leave(context)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        clients.note(context.channel, isAnswered: true)
        wait(Self.piece, context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise()
        writes += 1
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in
            let (patience, context) = bound.value
            patience.progress(context)
        }
        context.write(data, promise: written)
    }

    /// Takes in that a piece was taken; where it was the last so far, the client's next request is waited for.
    private func progress(_ context: ChannelHandlerContext) {
        writes -= 1
        guard context.channel.isActive else { return }
        clients.note(context.channel, isAnswered: writes > 0)
        wait(writes > 0 ? Self.piece : Self.next, context)
    }

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    private func leave(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        clients.remove(context.channel)
    }
}
