import HTTPTypes
import Testing

@testable import Transport

/// Answers that are not quite HTTP, or not as they were asked for, on a socket.
struct AnswerFramingTests {
    private func send(toPort port: Int, timeout: Duration = .seconds(20)) async throws -> HTTPAnswer {
        try await AsyncHTTPTransport.with(trust: .init(), connections: 1) { transport in
            let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: "/v2/images")
            return try await transport.send(request, body: nil, timeout: timeout)
        }
    }

    private func failure(answering bytes: String) async throws -> TransportFailure? {
        try await RawServer.run(answering: bytes, then: .close) { port in
            await #expect(throws: TransportFailure.self) { try await send(toPort: port) }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Note: one\r\n two\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 103 Early Hints\r\nLink: a\r\n b\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n z\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\nok",
    ])
    func `What can only mean one thing is taken, as curl takes it`(bytes: String) async throws {
        let answer = try await RawServer.run(answering: bytes, then: .close) { try await send(toPort: $0) }
        #expect(answer.response.status.code == 200)
        #expect(answer.body == Array("ok".utf8))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "two lengths"),
        ("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok", "Content-Length is not a number"),
        ("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok", "a character in its head"),
        ("HTTP/1.1 200 OK\r\nno colon\r\n\r\nok", "a character in its head"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnope\r\n", "a chunk of its content"),
        ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "does not begin with a version and a status"),
        ("HTTP/1.1 200 OK\r\nA: \(String(repeating: "x", count: 90_000))\r\n\r\n", "longer than 80 KiB"),
    ])
    func `An answer that is not HTTP is explained`(bytes: String, explanation: String) async throws {
        guard case .malformed(let reason) = try await failure(answering: bytes) else {
            Issue.record("not told from a broken connection")
            return
        }
        #expect(reason.contains(explanation), "\(reason)")
    }

    @Test func `Content that is encoded is named so, and not taken for nonsense`() async throws {
        let bytes = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u{1F}\u{1E}"
        #expect(try await failure(answering: bytes) == .encoded("gzip"))
    }

    @Test func `An error that is encoded keeps its status, and its content is not quoted`() async throws {
        let bytes = "HTTP/1.1 503 Busy\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nbytes"
        let answer = try await RawServer.run(answering: bytes, then: .close) { try await send(toPort: $0) }
        #expect(answer.response.status.code == 503)
        #expect(answer.contentCoding == "br")
        #expect(answer.quotableText.isEmpty)
    }
}
