import FoundationEssentials
import NIOSSL
import Testing

@testable import Transport

/// A look at a certificate that nobody has to trust.
struct ServerCertificateTests {
    private func look(_ tls: TLSConfiguration?, scheme: String = "https") async throws -> ServerCertificate {
        try await RawServer.run(answering: "no TLS here", then: .close, tls: tls) { port in
            let service = try #require(ServiceURL("\(scheme)://127.0.0.1:\(port)/identity"))
            return try await ServerCertificate.look(at: service, timeout: .seconds(20))
        }
    }

    @Test func `It tells whose it is, by whom, for which hosts and until when`() async throws {
        let authority = try TestAuthority("Below", under: TestAuthority("Above"))
        let identity = try authority.certify(
            names: ["cloud.test"], addresses: [[127, 0, 0, 1], Array(repeating: 0, count: 15) + [1]]
        )
        let certificate = try await look(identity.server)
        #expect(certificate.subject == "CN=Test Server")
        #expect(certificate.issuer == "CN=Below")
        #expect(certificate.names == ["cloud.test", "127.0.0.1", "::1"])
        #expect(certificate.notBefore == TestAuthority.now - 86_400)
        #expect(certificate.notAfter == TestAuthority.now + 86_400)
        #expect(certificate.intermediates.map(\.issuer) == ["CN=Above"])
        #expect(!certificate.isSelfSigned)
        #expect(!certificate.isValid(at: TestAuthority.now - 90_000))
        #expect(certificate.isValid(at: TestAuthority.now))
    }

    @Test func `A server that demands a client certificate or speaks an old TLS can be looked at`() async throws {
        let authority = try TestAuthority()
        var server = try authority.certify().server
        server.minimumTLSVersion = .tlsv1
        server.maximumTLSVersion = .tlsv11
        server.certificateVerification = .noHostnameVerification
        server.trustRoots = .certificates([try authority.trusted])
        #expect(try await look(server).issuer == "CN=Test Authority")
    }

    @Test func `Where there is no TLS, there is nothing to be seen`() async throws {
        let failure = await #expect(throws: TransportFailure.self) { try await look(nil) }
        guard case .tlsFailed(let sentence, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.hasSuffix(" does not speak TLS"))
    }

    @Test func `A look that takes too long is given up`() async throws {
        let failure = try await RawServer.run(answering: "", then: .silence) { port in
            let service = try #require(ServiceURL("https://127.0.0.1:\(port)"))
            return await #expect(throws: TransportFailure.self) {
                try await ServerCertificate.look(at: service, timeout: .milliseconds(100))
            }
        }
        #expect(failure == .timedOut)
    }
}
