import HTTPTypes
import NIOSSL
import Testing

@testable import Transport

/// What a connection without trust is told, and what to do about it.
struct TLSFailureTests {
    /// A server, what we bring along, and what comes of it.
    struct Row: Sendable, CustomTestStringConvertible {
        typealias Trust = @Sendable (TestAuthority, PEMFolder) throws -> TrustSettings

        let testDescription: String
        /// How the server speaks TLS; nil for one that does not.
        let server: @Sendable (TestAuthority) throws -> TLSConfiguration?
        /// What we trust, and what we show.
        var trust: Trust = trusting
        var scheme = "https"
        var host = "127.0.0.1"
        let sentence: String
        let remedy: String

        static let trusting: Trust = { .init(authorityFile: try $1.write(try $0.pem, to: "ca.pem")) }
    }

    private static let rows = [
        Row(
            testDescription: "a name that the certificate has not got",
            server: { try $0.certify(names: ["a.test", "*.b.test"], addresses: [[10, 0, 0, 1]]).server },
            sentence: "the certificate is not for 127.0.0.1, but for a.test, *.b.test, 10.0.0.1",
            remedy: "use a name that the certificate has"
        ),
        Row(
            testDescription: "another name than the one that is asked for",
            server: { try $0.certify(names: (1...7).map { "\($0).test" }, addresses: []).server }, host: "localhost",
            sentence: "not for localhost, but for 1.test, 2.test, 3.test, 4.test, 5.test and 2 more",
            remedy: "have it made anew"
        ),
        Row(
            testDescription: "an address as a DNS name",
            server: { try $0.certify(names: ["127.0.0.1"], addresses: []).server },
            sentence: "the certificate has the address 127.0.0.1 as a DNS name, where an address does not count",
            remedy: "subjectAltName=IP:127.0.0.1"
        ),
        Row(
            testDescription: "the host as the common name only",
            server: { try $0.certify("127.0.0.1", names: [], addresses: []).server },
            sentence: "the certificate has 127.0.0.1 only as its common name (CN), which no longer counts",
            remedy: "have it made anew"
        ),
        Row(
            testDescription: "a certificate for nobody", server: { try $0.certify(names: [], addresses: []).server },
            sentence: "the certificate is not for 127.0.0.1, and names no host at all", remedy: "have it made anew"
        ),
        Row(
            testDescription: "expired", server: { try $0.certify(days: -3 ... -2).server },
            sentence: "the certificate expired on 2",
            remedy: "have it renewed; if that date is still to come, the clock"
        ),
        Row(
            testDescription: "not yet valid", server: { try $0.certify(days: 2...3).server },
            sentence: "the certificate is not valid before 2", remedy: "the clock is wrong: this machine's clock says 2"
        ),
        Row(
            testDescription: "self-signed", server: { _ in try TestAuthority.selfSigned().server },
            sentence: "the certificate is self-signed (CN=Lonely Server)",
            remedy: "name its PEM file in cacert or OS_CACERT"
        ),
        Row(
            testDescription: "an issuer that the system does not know", server: { try $0.certify().server },
            trust: { _, _ in .init() }, sentence: "the certificate's issuer is not known here: CN=Test Authority",
            remedy: "if the authority is a private one, name its PEM file in cacert or OS_CACERT"
        ),
        Row(
            testDescription: "an issuer that the file has not got",
            server: { _ in try TestAuthority("Other Authority").certify().server },
            sentence: "the certificate's issuer is not known here: CN=Other Authority",
            remedy: "/ca.pem (cacert or OS_CACERT) has not got it"
        ),
        Row(
            testDescription: "an authority that has expired",
            server: { _ in try old.get().certify().server },
            trust: { _, folder in .init(authorityFile: try folder.write(try old.get().pem, to: "ca.pem")) },
            sentence: "the authority CN=Old in /", remedy: "put its new certificate into the file"
        ),
        Row(
            testDescription: "only the authority between, the upper one unknown",
            server: { _ in try between.get().certify().server },
            trust: { _, folder in .init(authorityFile: try folder.write(try between.get().pem, to: "ca.pem")) },
            sentence: "has the authority CN=Between, but not CN=Root, which vouches for it",
            remedy: "add the certificate of CN=Root to the file"
        ),
        Row(
            testDescription: "an issuer above the ones that are sent",
            server: { _ in try TestAuthority("Below", under: TestAuthority("Above")).certify().server },
            sentence: "the certificate's issuer is not known here: CN=Above", remedy: "add it"
        ),
        Row(
            testDescription: "no client certificate, TLS 1.3", server: { try demanding($0, maximum: .tlsv13) },
            sentence: "demands a client certificate", remedy: "name its PEM file in cert or OS_CERT"
        ),
        Row(
            testDescription: "no client certificate, TLS 1.2", server: { try demanding($0, maximum: .tlsv12) },
            sentence: "refuses the TLS handshake", remedy: "it may demand a client certificate (cert and key"
        ),
        Row(
            testDescription: "a client certificate that the server does not like, TLS 1.3",
            server: { try demanding($0, maximum: .tlsv13) }, trust: showingAnother,
            sentence: "does not take the client certificate in /", remedy: "it may have expired"
        ),
        Row(
            testDescription: "a client certificate that the server does not like, TLS 1.2",
            server: { try demanding($0, maximum: .tlsv12) }, trust: showingAnother,
            sentence: "does not take the client certificate in /", remedy: "it may have expired"
        ),
        Row(
            testDescription: "plain HTTP where TLS was expected", server: { _ in nil },
            sentence: " does not speak TLS", remedy: "the URL must begin with http://"
        ),
        Row(
            testDescription: "TLS where plain HTTP was expected", server: { try $0.certify().server }, scheme: "http",
            sentence: " speaks TLS, not plain HTTP", remedy: "the URL must begin with https://"
        ),
        Row(
            testDescription: "nothing newer than TLS 1.1",
            server: {
                var server = try $0.certify().server
                server.minimumTLSVersion = .tlsv1
                server.maximumTLSVersion = .tlsv11
                return server
            },
            sentence: "offers no version of TLS that is still safe", remedy: "offer TLS 1.2 or 1.3"
        ),
    ]

    private static let old = Result { try TestAuthority("Old", days: -3 ... -2) }
    private static let between = Result { try TestAuthority("Between", under: TestAuthority("Root")) }

    /// A server that lets only its own authority's clients in.
    private static func demanding(_ authority: TestAuthority, maximum: TLSVersion) throws -> TLSConfiguration {
        var server = try authority.certify().server
        server.maximumTLSVersion = maximum
        server.certificateVerification = .noHostnameVerification
        server.trustRoots = .certificates([try authority.trusted])
        return server
    }

    private static let showingAnother: Row.Trust = {
        var trust = try Row.trusting($0, $1)
        let stranger = try TestAuthority("Other Authority").certify("Stranger", names: [], addresses: [])
        trust.clientCertificateFile = try $1.write(try stranger.chainPEM + stranger.keyPEM, to: "client.pem")
        return trust
    }

    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func send(
        toPort port: Int, host: String = "127.0.0.1", scheme: String = "https",
        trust: TrustSettings, connectTimeout: Duration = .seconds(10)
    ) async throws -> HTTPAnswer {
        try await AsyncHTTPTransport.with(trust: trust, connections: 1, connectTimeout: connectTimeout) { transport in
            let request = HTTPRequest(method: .get, scheme: scheme, authority: "\(host):\(port)", path: "/v2/images")
            return try await transport.send(request, body: nil, timeout: .seconds(20))
        }
    }

    @Test(arguments: rows)
    func `Each has a sentence and a remedy`(row: Row) async throws {
        let authority = try TestAuthority()
        let failure = try await PEMFolder.with { folder in
            let trust = try row.trust(authority, folder)
            return try await RawServer.run(
                answering: "HTTP/1.1 400 Bad\r\n\r\n", then: .close, tls: row.server(authority)
            ) { port in
                await #expect(throws: TransportFailure.self) {
                    try await send(toPort: port, host: row.host, scheme: row.scheme, trust: trust)
                }
            }
        }
        guard case .tlsFailed(let sentence, let hint) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.contains(row.sentence), "\(sentence)")
        #expect(hint?.contains(row.remedy) == true, "\(hint ?? "")")
    }

    /// As a file looks after an authority was renewed: the new certificate below the old one.
    @Test(arguments: [true, false])
    func `An authority that has expired is in nobody's way where one of its name is valid`(oldFirst: Bool) async throws
    {
        let (old, new) = (try Self.old.get(), try TestAuthority("Old"))
        let answer = try await PEMFolder.with { folder in
            let pem = oldFirst ? try old.pem + new.pem : try new.pem + old.pem
            let trust = TrustSettings(authorityFile: try folder.write(pem, to: "ca.pem"))
            return try await RawServer.run(answering: Self.answer, then: .close, tls: try new.certify().server) {
                try await send(toPort: $0, trust: trust)
            }
        }
        #expect(answer.body == Array("ok".utf8))
    }

    @Test func `A server that takes the connection and says nothing is told from one that is down`() async throws {
        let failure = try await RawServer.run(answering: "", then: .silence) { port in
            await #expect(throws: TransportFailure.self) {
                try await send(toPort: port, trust: .init(), connectTimeout: .milliseconds(200))
            }
        }
        guard case .notSent(let sentence, let hint) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.contains("did not finish the TLS handshake in time"))
        #expect(hint?.contains("check the port") == true)
    }

    @Test func `A server that hangs up in the handshake may be back in a moment`() async throws {
        let failure = try await RawServer.run(answering: "", then: .close) { port in
            await #expect(throws: TransportFailure.self) { try await send(toPort: port, trust: .init()) }
        }
        guard case .notSent(let sentence, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.hasSuffix("was closed during the TLS handshake"))
    }

    /// Alerts of TLS (RFC 8446, 6), in a record of TLS 1.2.
    @Test(arguments: [("internal_error", 80), ("unrecognized_name", 112), ("user_canceled", 90)])
    func `A handshake that fails for other reasons than trust may succeed in a moment`(
        name: String, alert: UInt8
    ) async throws {
        let record = String(decoding: [21, 3, 3, 0, 2, 2, alert], as: UTF8.self)
        let failure = try await RawServer.run(answering: record, then: .close) { port in
            await #expect(throws: TransportFailure.self) { try await send(toPort: port, trust: .init()) }
        }
        guard case .notSent(let sentence, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.contains("the TLS handshake with 127.0.0.1:"), "\(sentence)")
    }

    @Test func `A server that speaks HTTP 2 alone is told at once`() async throws {
        // The alert no_application_protocol (RFC 7301, 3.2).
        let record = String(decoding: [21, 3, 3, 0, 2, 2, 120], as: UTF8.self)
        let failure = try await RawServer.run(answering: record, then: .close) { port in
            await #expect(throws: TransportFailure.self) { try await send(toPort: port, trust: .init()) }
        }
        guard case .tlsFailed(let sentence, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.hasSuffix("does not offer HTTP/1.1"))
    }

    @Test(arguments: [
        ("No required SSL certificate was sent", "demands a client certificate"),
        ("The SSL certificate error", "demands a client certificate"),
        ("The plain HTTP request was sent to HTTPS port", "speaks TLS, not plain HTTP"),
    ])
    func `nginx complains in HTML`(words: String, sentence: String) async throws {
        let page = "<html><title>400 \(words)</title></html>"
        let text = "HTTP/1.1 400 Bad Request\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"
        let failure = try await RawServer.run(answering: text, then: .close) { port in
            await #expect(throws: TransportFailure.self) {
                try await send(toPort: port, scheme: "http", trust: .init())
            }
        }
        guard case .tlsFailed(let found, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(found.contains(sentence))
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `A client certificate opens the door, its key in a file of its own or in the same one`(
        version: TLSVersion
    ) async throws {
        let authority = try TestAuthority()
        let client = try TestAuthority("Below", under: authority).certify("Client", names: [], addresses: [])
        try await PEMFolder.with { folder in
            var apart = try Row.trusting(authority, folder)
            apart.clientCertificateFile = try folder.write(try client.chainPEM, to: "client.pem")
            apart.clientKeyFile = try folder.write(try client.keyPEM, to: "client.key")
            var together = try Row.trusting(authority, folder)
            together.clientCertificateFile = try folder.write(try client.keyPEM + client.chainPEM, to: "both.pem")
            for trust in [apart, together] {
                let answer = try await RawServer.run(
                    answering: Self.answer, then: .close, tls: try Self.demanding(authority, maximum: version)
                ) { try await send(toPort: $0, trust: trust) }
                #expect(answer.body == Array("ok".utf8))
            }
        }
    }

    @Test func `Any certificate is taken where that is said`() async throws {
        let answer = try await RawServer.run(
            answering: Self.answer, then: .close, tls: try TestAuthority.selfSigned().server
        ) { try await send(toPort: $0, trust: .init(authorityFile: "/nowhere/ca.pem", isInsecure: true)) }
        #expect(answer.body == Array("ok".utf8))
    }
}
