import FoundationEssentials
import NIOSSL
import Testing

@testable import Transport

/// The certificate of a server, fetched without trust in it.
struct CertificateProbeTests {
    private func probe(_ tls: TLSConfiguration?, scheme: String = "https") async throws -> ServerCertificate {
        try await RawServer.run(answering: "no TLS here", then: .close, tls: tls) { port in
            let service = try #require(ServiceURL("\(scheme)://127.0.0.1:\(port)/identity"))
            return try await CertificateProbe.probe(service, timeout: .seconds(20))
        }
    }

    @Test func `A certificate has its owner, its issuer, its hosts and its time`() async throws {
        let authority = try TestAuthority("Below", under: TestAuthority("Above"))
        let identity = try authority.certify(
            names: ["cloud.test"], addresses: [[127, 0, 0, 1], Array(repeating: 0, count: 15) + [1]]
        )
        let certificate = try await probe(identity.server)
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

    @Test func `A server that demands a client certificate or speaks an old TLS shows its certificate all the same`()
        async throws
    {
        let authority = try TestAuthority()
        var server = try authority.certify().server
        server.minimumTLSVersion = .tlsv1
        server.maximumTLSVersion = .tlsv11
        server.certificateVerification = .noHostnameVerification
        server.trustRoots = .certificates([try authority.trusted])
        #expect(try await probe(server).issuer == "CN=Test Authority")
    }

    @Test func `A server without TLS has no certificate`() async throws {
        let failure = await #expect(throws: TransportFailure.self) { try await probe(nil) }
        guard case .tlsFailed(let sentence, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.hasSuffix(" does not speak TLS"))
    }

    @Test func `A probe that takes too long is given up`() async throws {
        let failure = try await RawServer.run(answering: "", then: .silence) { port in
            let service = try #require(ServiceURL("https://127.0.0.1:\(port)"))
            return await #expect(throws: TransportFailure.self) {
                try await CertificateProbe.probe(service, timeout: .milliseconds(100))
            }
        }
        #expect(failure == .timedOut)
    }
}
