import NIOCore
import NIOPosix
import Synchronization

/// A proxy on loopback that writes down what it is asked.
final class TestProxy: Sendable {
    /// What it does with a request.
    enum Manner: Sendable {
        /// Opens tunnels, and passes requests on.
        case serving
        /// Answers itself.
        case answering(String)
        /// Answers who asks for a tunnel, and hangs up on everybody else.
        case answeringTunnels(String)
    }

    private let heads = Mutex<[String]>([])

    /// The head of each request, as it came.
    var requests: [String] { heads.withLock { $0 } }

    /// Runs `body` with a proxy and its port.
    static func run<Result>(
        _ manner: Manner = .serving, _ body: (TestProxy, Int) async throws -> Result
    ) async throws -> Result {
        let proxy = TestProxy()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Asked(proxy, manner))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(proxy, channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }

    /// Reads a request's head, and connects what comes after it with the server that it names.
    private final class Asked: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let proxy: TestProxy
        private let manner: Manner
        private var received = ""
        private var hasHead = false
        private var server: (any Channel)?

        init(_ proxy: TestProxy, _ manner: Manner) {
            self.proxy = proxy
            self.manner = manner
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            if let server {
                server.writeAndFlush(bytes, promise: nil)
                return
            }
            received += String(buffer: bytes)
            guard !hasHead, let end = received.firstRange(of: "\r\n\r\n") else { return }
            hasHead = true
            let head = String(received[..<end.lowerBound])
            proxy.heads.withLock { $0.append(head) }
            switch manner {
            case .answering(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .answeringTunnels(let text):
                if head.hasPrefix("CONNECT") {
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
                } else {
                    context.close(promise: nil)
                }
            case .serving: serve(head, rest: String(received[end.upperBound...]), context: context)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            server?.close(promise: nil)
        }

        private func serve(_ head: String, rest: String, context: ChannelHandlerContext) {
            let words = head.split(separator: " ", maxSplits: 2)
            let isTunnel = words[0] == "CONNECT"
            let target = isTunnel ? String(words[1]) : String(words[1].dropFirst("http://".count))
            let authority = target.prefix { $0 != "/" }
            let parts = authority.split(separator: ":")
            let client = context.channel
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            // In tests both ends live on one loop, so that neither has to wait for the other.
            ClientBootstrap(group: context.eventLoop)
                .channelInitializer { server in
                    server.eventLoop.makeCompletedFuture {
                        try server.pipeline.syncOperations.addHandler(Answered(client))
                    }
                }
                .connect(host: String(parts[0]), port: Int(parts[1]) ?? 0)
                .whenSuccess { server in
                    bound.value.server = server
                    if isTunnel {
                        let text = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")
                        client.writeAndFlush(text, promise: nil)
                    } else {
                        let line = "\(words[0]) \(target.dropFirst(authority.count)) \(words[2])"
                        server.writeAndFlush(ByteBuffer(string: line + "\r\n\r\n" + rest), promise: nil)
                    }
                }
        }
    }

    private final class Answered: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let client: any Channel

        init(_ client: any Channel) {
            self.client = client
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            client.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.close(promise: nil)
        }
    }
}
