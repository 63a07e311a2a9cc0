package import HTTPTypes
import OpenStack
import Synchronization
import Testing
package import Transport

/// A transport that answers by a script and remembers what it was sent.
package final class ScriptedTransport: HTTPTransport {
    /// A request as it was sent.
    package struct Sent: Sendable {
        /// Its place in the sequence, from 1.
        package let number: Int
        /// Method, URL and header fields.
        package let request: HTTPRequest
        /// Its content.
        package let body: String?

        /// Method and path, as in `GET /v2/images`.
        package var line: String { "\(request.method) \(request.path ?? "")" }
    }

    /// What a script says to one request.
    package enum Reply: Sendable {
        case answer(HTTPAnswer)
        case failure(TransportFailure)
        /// As another reply, but not before a signal; a cancelled task gets `cancelled`.
        indirect case held(Signal, Reply)

        /// An answer with a status and content.
        package static func status(_ code: Int, _ body: String = "") -> Reply { .answer(.status(code, body)) }

        /// An error as Keystone words it.
        package static func keystone(_ code: Int, _ message: String) -> Reply { .answer(.keystone(code, message)) }

        /// An error as today's Glance words it.
        package static func glance(_ code: Int, _ message: String) -> Reply { .answer(.glance(code, message)) }
    }

    private let script: @Sendable (Sent) -> Reply?
    private let log = Mutex<[Sent]>([])
    private let changes = Changes()

    /// Makes a transport with a script; a request that it answers with nil fails the test.
    package init(_ script: @escaping @Sendable (Sent) -> Reply?) {
        self.script = script
    }

    /// Makes a transport that gives these replies, in this order, and fails the test when asked for more.
    package convenience init(_ replies: [Reply]) {
        self.init { replies.indices.contains($0.number - 1) ? replies[$0.number - 1] : nil }
    }

    /// What the script says to a request of another transport, as if it were this one's.
    package func reply(to sent: Sent, numbered number: Int) -> Reply? {
        script(Sent(number: number, request: sent.request, body: sent.body))
    }

    /// Everything that was sent, in order.
    package var sent: [Sent] { log.withLock { $0 } }
    /// Method and path of everything that was sent.
    package var lines: [String] { sent.map(\.line) }

    /// Waits until so many requests have been sent.
    package func waitForRequests(_ count: Int) async {
        await changes.wait { self.sent.count >= count }
    }

    package func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        let sent = log.withLock { log in
            let sent = Sent(
                number: log.count + 1, request: request, body: body.map { String(decoding: $0, as: UTF8.self) }
            )
            log.append(sent)
            return sent
        }
        changes.announce()
        guard let reply = script(sent) else {
            Issue.record("unexpected request \(sent.number): \(sent.line)")
            throw .tlsFailed("not in the script")
        }
        return try await Self.give(reply)
    }

    private static func give(_ reply: Reply) async throws(TransportFailure) -> HTTPAnswer {
        switch reply {
        case .answer(let answer): return answer
        case .failure(let failure): throw failure
        case .held(let signal, let reply):
            guard await signal.waitUnlessCancelled() else { throw .cancelled }
            return try await give(reply)
        }
    }
}
