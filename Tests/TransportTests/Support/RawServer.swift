import NIOCore
import NIOPosix
import NIOSSL

/// A server that writes given bytes to whoever connects, whatever is asked.
struct RawServer {
    /// What follows the bytes.
    enum Ending: Sendable {
        /// The connection is closed.
        case close
        /// Nothing more comes, and the connection stays open.
        case silence
    }

    /// Runs `body` with the port of a server that speaks TLS where `tls` is given.
    static func run<Result>(
        answering bytes: String, then ending: Ending, tls: TLSConfiguration? = nil,
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Answer(bytes: bytes, ending: ending))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let bytes: String
        private let ending: Ending
        private var hasAnswered = false

        init(bytes: String, ending: Ending) {
            self.bytes = bytes
            self.ending = ending
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasAnswered else { return }
            hasAnswered = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: bytes)), promise: nil)
            if case .close = ending { context.close(promise: nil) }
        }
    }
}
