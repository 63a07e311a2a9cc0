import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import Transport

/// What happens on a socket, sorted by whether the request may have arrived.
struct AsyncHTTPTransportTests {
    private func send(
        toPort port: Int, host: String = "127.0.0.1", scheme: String = "http", timeout: Duration = .seconds(20)
    ) async throws -> HTTPAnswer {
        try await AsyncHTTPTransport.with(trust: .init(), connections: 1) { transport in
            let request = HTTPRequest(method: .get, scheme: scheme, authority: "\(host):\(port)", path: "/v2/images")
            return try await transport.send(request, body: nil, timeout: timeout)
        }
    }

    private func failure(
        answering bytes: String, then ending: RawServer.Ending, scheme: String = "http",
        timeout: Duration = .seconds(20)
    ) async throws -> TransportFailure? {
        try await RawServer.run(answering: bytes, then: ending) { port in
            await #expect(throws: TransportFailure.self) {
                try await send(toPort: port, scheme: scheme, timeout: timeout)
            }
        }
    }

    @Test func `An answer comes with its status, fields and content`() async throws {
        let text =
            "HTTP/1.1 413 Too Much\r\nx-openstack-request-id: req-1\r\nRetry-After: 3\r\nContent-Length: 4\r\n\r\nfull"
        let answer = try await RawServer.run(answering: text, then: .close) { try await send(toPort: $0) }
        #expect(answer.response.status.code == 413)
        #expect(answer.response.headerFields[.openStackRequestID] == "req-1")
        #expect(answer.response.headerFields[.retryAfter] == "3")
        #expect(answer.body == Array("full".utf8))
    }

    @Test func `A redirect is an answer, and is not followed`() async throws {
        let text = "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        let answer = try await RawServer.run(answering: text, then: .close) { try await send(toPort: $0) }
        #expect(answer.response.status.code == 301)
    }

    @Test func `Where nobody listens, nothing was sent`() async throws {
        let failure = await #expect(throws: TransportFailure.self) { try await send(toPort: 1) }
        #expect(failure == .notSent("connection to 127.0.0.1:1 refused"))
    }

    @Test func `A name that does not resolve was not sent to`() async throws {
        let failure = await #expect(throws: TransportFailure.self) {
            try await send(toPort: 80, host: "nowhere.invalid")
        }
        guard case .notSent = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nTransfer-Enc"])
    func `A connection that breaks leaves the request in doubt`(bytes: String) async throws {
        guard case .unanswered = try await failure(answering: bytes, then: .close) else {
            Issue.record("not in doubt")
            return
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalf"])
    func `The time limit holds for head and body`(bytes: String) async throws {
        #expect(try await failure(answering: bytes, then: .silence, timeout: .milliseconds(200)) == .timedOut)
    }

    @Test func `HTTP 1 is spoken with a server that offers HTTP 2`() async throws {
        var tls = try TestAuthority().certify().server
        tls.applicationProtocols = ["h2", "http/1.1"]
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        let answer = try await RawServer.run(answering: text, then: .close, tls: tls) { port in
            try await AsyncHTTPTransport.with(trust: .init(isInsecure: true), connections: 1) { transport in
                let request = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:\(port)", path: "/")
                return try await transport.send(request, body: nil, timeout: .seconds(20))
            }
        }
        #expect(answer.body == Array("ok".utf8))
    }

    @Test(.timeLimit(.minutes(1)))
    func `The end does not wait for connections that are being opened`() async throws {
        // Nobody takes connections out of the queue; when it is full, the others' first packets are dropped.
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 0).serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        try await AsyncHTTPTransport.with(trust: .init(), connections: 5, connectTimeout: .seconds(3600)) { transport in
            await withTaskGroup { group in
                for _ in 1...5 {
                    group.addTask {
                        let request = HTTPRequest(
                            method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: "/")
                        await #expect(throws: TransportFailure.timedOut) {
                            try await transport.send(request, body: nil, timeout: .milliseconds(200))
                        }
                    }
                }
            }
        }
        try await server.close()
    }

    @Test func `An answer beyond all measure is refused and named so`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"
        let failure = try await failure(answering: head, then: .silence)
        #expect(failure == .tooLong(limit: 64 << 20))
    }

    @Test func `A server that does not speak TLS is told from one that is down`() async throws {
        guard case .tlsFailed = try await failure(answering: "HTTP/1.1 400 Bad\r\n\r\n", then: .close, scheme: "https")
        else {
            Issue.record("not a TLS failure")
            return
        }
    }

    @Test func `A request reaches the wire as it is written`() throws {
        var request = HTTPRequest(method: .post, scheme: "https", authority: "g:9292", path: "/image/v2/a/..%2F/x")
        request.headerFields[.authToken] = "t"
        let service = try #require(ServiceURL("https://g:9292"))
        let converted = AsyncHTTPTransport.convert(request, body: [1, 2], to: service)
        #expect(converted.url == "https://g:9292/image/v2/a/..%2F/x")
        #expect(converted.method.rawValue == "POST")
        #expect(converted.headers.first(name: "x-auth-token") == "t")
        #expect(converted.headers["Accept-Encoding"] == ["identity"])
    }
}
