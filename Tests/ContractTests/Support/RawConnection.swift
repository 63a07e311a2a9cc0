import FoundationEssentials
import NIOCore
import NIOPosix

/// Sends bytes as they are, and reads until the other end closes or falls silent.
enum RawConnection {
    /// The bytes that came back.
    struct Received: Sendable {
        let text: String
        /// True if the other end closed the connection.
        let isClosed: Bool

        /// The status line.
        var statusLine: String { String(text.prefix { $0 != "\r\n" }) }

        /// Returns true where the first answer has this header line.
        func has(_ line: String) -> Bool {
            text.split(separator: "\r\n").contains { $0.lowercased() == line.lowercased() }
        }
    }

    /// The end of a sender.
    enum Ending: Sendable {
        /// It closes its half once it has written.
        case closes
        /// It waits for the answer, and then for that many bytes of body.
        case waits
    }

    /// Sends one request to the address of a service.
    static func send(_ request: String, to address: String, ending: Ending) async throws -> Received {
        guard let url = URL(string: address), let host = url.host(), let port = url.port else {
            return Received(text: "", isClosed: false)
        }
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            if ending == .closes { outbound.finish() }
            var text = ""
            for try await bytes in inbound {
                text += String(buffer: bytes)
                if ending == .waits, Self.isWhole(text) { return Received(text: text, isClosed: false) }
            }
            return Received(text: text, isClosed: true)
        }
    }

    /// Returns true for an answer that keeps its connection and has come to its end.
    private static func isWhole(_ text: String) -> Bool {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
        let head = text[..<end.lowerBound].lowercased()
        guard !head.contains("connection: close"),
            let match = head.firstMatch(of: /content-length: ([0-9]+)/), let length = Int(match.1)
        else { return false }
        return text[end.upperBound...].utf8.count >= length
    }
}
