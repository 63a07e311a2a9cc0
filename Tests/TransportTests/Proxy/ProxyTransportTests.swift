import HTTPTypes
import Testing

@testable import Transport

/// Requests by way of a proxy, on real sockets.
struct ProxyTransportTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func send(
        toPort port: Int, scheme: String = "http", host: String? = nil, environment: [String: String],
        trust: TrustSettings = .init()
    ) async throws -> HTTPAnswer {
        try await AsyncHTTPTransport.with(
            trust: trust, proxies: ProxySettings(environment: environment), connections: 1
        ) { transport in
            let authority = "\(host ?? (scheme == "https" ? "localhost" : "127.0.0.1")):\(port)"
            var request = HTTPRequest(
                method: .post, scheme: scheme, authority: authority, path: "/image/v2/images?a=b%2F"
            )
            request.headerFields[.authToken] = "secret-token"
            return try await transport.send(request, body: Array("body".utf8), timeout: .seconds(20))
        }
    }

    private func failure(
        toPort port: Int = 1, scheme: String = "http", environment: [String: String]
    ) async -> TransportFailure? {
        await #expect(throws: TransportFailure.self) {
            try await send(toPort: port, scheme: scheme, environment: environment)
        }
    }

    @Test func `A plain request is passed on in the absolute form, with the credentials`() async throws {
        try await RawServer.run(answering: Self.answer, then: .close) { server in
            try await TestProxy.run { proxy, port in
                let answer = try await send(
                    toPort: server, environment: ["HTTP_PROXY": "http://demo:hunter2@127.0.0.1:\(port)"]
                )
                #expect(answer.body == Array("ok".utf8))
                let head = try #require(proxy.requests.first)
                #expect(head.hasPrefix("POST http://127.0.0.1:\(server)/image/v2/images?a=b%2F HTTP/1.1\r\n"))
                #expect(head.lowercased().contains("\r\nhost: 127.0.0.1:\(server)\r\n"))
                #expect(head.contains("Proxy-Authorization: Basic ZGVtbzpodW50ZXIy"))
                #expect(proxy.requests.count == 1)
            }
        }
    }

    @Test func `A TLS connection goes through a tunnel, and the proxy sees nothing of it`() async throws {
        let authority = try TestAuthority()
        try await PEMFolder.with { folder in
            let trust = try TLSFailureTests.Row.trusting(authority, folder)
            try await RawServer.run(answering: Self.answer, then: .close, tls: authority.certify().server) { server in
                try await TestProxy.run { proxy, port in
                    let answer = try await send(
                        toPort: server, scheme: "https",
                        environment: ["HTTPS_PROXY": "http://demo:hunter2@127.0.0.1:\(port)"], trust: trust
                    )
                    #expect(answer.body == Array("ok".utf8))
                    let head = try #require(proxy.requests.first)
                    #expect(head.hasPrefix("CONNECT localhost:\(server) HTTP/1.1\r\n"))
                    #expect(head.lowercased().contains("proxy-authorization: basic zgvtbzpodw50zxiy"))
                    #expect(!proxy.requests.joined().contains("secret-token"))
                }
            }
        }
    }

    @Test func `A certificate at the end of a tunnel is looked at through a tunnel`() async throws {
        try await RawServer.run(
            answering: Self.answer, then: .close, tls: TestAuthority.selfSigned().server
        ) { server in
            try await TestProxy.run { proxy, port in
                let environment = ["HTTPS_PROXY": "http://demo:hunter2@127.0.0.1:\(port)"]
                let failure = await self.failure(toPort: server, scheme: "https", environment: environment)
                guard case .tlsFailed(let sentence, _) = failure else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
                #expect(sentence == "the certificate is self-signed (CN=Lonely Server)")
                #expect(proxy.requests.count == 2)
                #expect(proxy.requests.allSatisfy { $0.hasPrefix("CONNECT localhost:\(server) ") })
            }
        }
    }

    @Test(arguments: ["NO_PROXY", "no_proxy"])
    func `What is excepted is asked directly`(variable: String) async throws {
        try await RawServer.run(answering: Self.answer, then: .close) { server in
            try await TestProxy.run { proxy, port in
                let environment = ["ALL_PROXY": "http://127.0.0.1:\(port)", variable: "127.0.0.0/8"]
                let answer = try await send(toPort: server, environment: environment)
                #expect(answer.body == Array("ok".utf8))
                #expect(proxy.requests.isEmpty)
            }
        }
    }

    @Test(
        arguments: [
            ("http", 407, "http://127.0.0.1", "wants user and password (407)", "put them into ALL_PROXY"),
            ("https", 407, "http://127.0.0.1", "wants user and password (407)", "put them into ALL_PROXY"),
            ("http", 407, "http://demo:hunter2@127.0.0.1", "does not take the user and password", "check them in"),
            ("https", 407, "http://demo:hunter2@127.0.0.1", "does not take the user and password", "check them in"),
            ("https", 403, "http://127.0.0.1", "does not let requests through to localhost:1 (403)", "NO_PROXY"),
        ])
    func `A proxy that refuses is told from a service that does`(
        scheme: String, status: Int, url: String, sentence: String, remedy: String
    ) async throws {
        let page = "HTTP/1.1 \(status) No\r\nContent-Length: 7\r\n\r\nhunter2"
        let failure = try await TestProxy.run(.answering(page)) { _, port in
            await self.failure(scheme: scheme, environment: ["ALL_PROXY": "\(url):\(port)"])
        }
        guard case .proxyFailed(let message, let hint) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(message.hasPrefix("the proxy http://127.0.0.1:"))
        #expect(message.contains(sentence), "\(message)")
        #expect(hint?.contains(remedy) == true, "\(hint ?? "")")
        #expect(!"\(message)\(hint ?? "")".contains("hunter2"))
    }

    @Test(arguments: [
        (407, TransportFailure.proxyFailed("wants user and password (407)")),
        (401, .proxyFailed("wants user and password (401)")),
        (403, .unanswered("by way of the proxy")),
    ])
    func `A proxy that hangs up is asked once more whether it wants a password`(
        status: Int, expected: TransportFailure
    ) async throws {
        let head = "HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n"
        let failure = try await TestProxy.run(.answeringTunnels(head)) { _, port in
            await self.failure(environment: ["HTTP_PROXY": "http://127.0.0.1:\(port)"])
        }
        switch (failure, expected) {
        case (.proxyFailed(let message, _), .proxyFailed(let part, _)): #expect(message.contains(part))
        case (.unanswered(let message), .unanswered(let part)): #expect(message.contains(part), "\(message)")
        default: Issue.record("\(String(describing: failure))")
        }
    }

    @Test func `A proxy that finds no way may find one later`() async throws {
        let failure = try await TestProxy.run(.answering("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n")) { _, port in
            await self.failure(scheme: "https", environment: ["HTTPS_PROXY": "http://127.0.0.1:\(port)"])
        }
        guard case .notSent(let reason, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(reason.hasSuffix("(HTTPS_PROXY) has no connection to localhost:1 (502)"), "\(reason)")
    }

    @Test(arguments: ["http", "https"])
    func `A proxy that is down is named`(scheme: String) async {
        let environment = ["ALL_PROXY": "http://demo:hunter2@127.0.0.1:1"]
        let failure = await self.failure(toPort: 2, scheme: scheme, environment: environment)
        #expect(failure == .notSent("connection to the proxy http://127.0.0.1:1 (ALL_PROXY) refused"))
    }

    @Test(arguments: ["http", "https"])
    func `A proxy of another kind is refused before anything is sent`(scheme: String) async {
        let environment = ["ALL_PROXY": "socks5://demo:hunter2@127.0.0.1:1"]
        let failure = await self.failure(scheme: scheme, environment: environment)
        guard case .proxyFailed(let message, let hint) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(message == "ALL_PROXY names a proxy of a kind that is not supported")
        #expect(hint?.contains("no socks") == true)
    }

    @Test func `A certificate for an address is not judged by the proxy's address`() async {
        let environment = ["HTTPS_PROXY": "http://127.0.0.1:1"]
        let failure = await #expect(throws: TransportFailure.self) {
            try await send(toPort: 2, scheme: "https", host: "10.0.0.1", environment: environment)
        }
        guard case .proxyFailed(let message, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(message.hasPrefix("a certificate for the address 10.0.0.1 cannot be checked through the proxy"))
    }

    @Test func `What a proxy repeats of its credentials is not quoted`() async throws {
        let page = "HTTP/1.1 403 No\r\nContent-Length: 16\r\n\r\nZGVtbzpodW50ZXIy"
        let answer = try await TestProxy.run(.answering(page)) { _, port in
            try await send(toPort: 1, environment: ["HTTP_PROXY": "http://demo:hunter2@127.0.0.1:\(port)"])
        }
        #expect(answer.quotableText == "(redacted)")
    }
}
