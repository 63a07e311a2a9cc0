import FoundationEssentials
import NIOSSL
import SystemPackage
import Testing

@testable import Transport

/// Files of certificates and keys that cannot be used, told before anything is sent.
struct TrustSettingsTests {
    private static let keyWords = "MHcCAQEEIIsecretsecretsecret"

    /// A pipe with a text in it, as a shell hands it over for `<(…)`.
    private func inPipe(_ text: String, _ body: (String) throws -> Void) throws {
        let (read, write) = try FileDescriptor.pipe()
        defer { try? read.close() }
        try write.closeAfter { _ = try write.writeAll(text.utf8) }
        try body("/dev/fd/\(read.rawValue)")
    }

    @Test func `A pipe is read, once for certificate and key`() throws {
        let authority = try TestAuthority()
        let client = try authority.certify()
        try inPipe(authority.pem) { path in
            let configuration = try TrustSettings(authorityFile: path).configuration()
            #expect(ServerCertificate.authorities(of: configuration).map(\.subject) == ["CN=Test Authority"])
        }
        try inPipe(client.chainPEM + client.keyPEM) { path in
            let trust = TrustSettings(clientCertificateFile: path)
            let configuration = try trust.configuration()
            #expect(configuration.privateKey != nil)
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let trust: @Sendable (TestAuthority.Identity, PEMFolder) throws -> TrustSettings
        let message: String
        let hint: String
    }

    private static let rows = [
        Row(
            testDescription: "no authority file", trust: { .init(authorityFile: $1["ca.pem"]) },
            message: "/ca.pem, the file of cacert (OS_CACERT), does not exist", hint: "name a PEM file"
        ),
        Row(
            testDescription: "a folder", trust: { .init(authorityFile: $1["."]) }, message: "is not a file",
            hint: "name a PEM file"
        ),
        Row(
            testDescription: "a device that never ends", trust: { _, _ in .init(authorityFile: "/dev/zero") },
            message: "/dev/zero, the file of cacert (OS_CACERT), is larger than 16 MiB", hint: "name a PEM file"
        ),
        Row(
            testDescription: "an empty file", trust: { .init(authorityFile: try $1.write("", to: "ca.pem")) },
            message: "is empty", hint: "name a PEM file"
        ),
        Row(
            testDescription: "not PEM", trust: { .init(authorityFile: try $1.write("0\u{82}", to: "ca.pem")) },
            message: "holds no certificate in PEM form", hint: "openssl x509 -inform der"
        ),
        Row(
            testDescription: "a damaged certificate",
            trust: {
                .init(authorityFile: try $1.write(try $0.chainPEM.replacing("MII", with: "MIJ"), to: "ca.pem"))
            },
            message: "holds a certificate that cannot be read", hint: "damaged"
        ),
        Row(
            testDescription: "PEM that breaks off",
            trust: {
                .init(authorityFile: try $1.write(String(try $0.chainPEM.prefix(200)), to: "ca.pem"))
            },
            message: "holds a certificate that cannot be read", hint: "damaged"
        ),
        Row(
            testDescription: "no client certificate file", trust: { .init(clientCertificateFile: $1["client.pem"]) },
            message: "/client.pem, the file of cert (OS_CERT), does not exist", hint: "name a PEM file"
        ),
        Row(
            testDescription: "a key without a certificate", trust: { .init(clientKeyFile: $1["client.key"]) },
            message: "no client certificate", hint: "cert (OS_CERT)"
        ),
        Row(
            testDescription: "a certificate without a key",
            trust: { .init(clientCertificateFile: try $1.write(try $0.chainPEM, to: "client.pem")) },
            message: "/client.pem, the file of cert (OS_CERT), holds no private key in PEM form", hint: "key (OS_KEY)"
        ),
        Row(
            testDescription: "no key file",
            trust: {
                .init(
                    clientCertificateFile: try $1.write(try $0.chainPEM, to: "client.pem"),
                    clientKeyFile: $1["client.key"])
            },
            message: "/client.key, the file of key (OS_KEY), does not exist", hint: "name a PEM file"
        ),
        Row(
            testDescription: "a damaged key",
            trust: {
                let key = "-----BEGIN PRIVATE KEY-----\n\(keyWords)\n-----END PRIVATE KEY-----\n"
                return .init(clientCertificateFile: try $1.write(try $0.chainPEM + key, to: "client.pem"))
            },
            message: "holds a private key that cannot be read", hint: "damaged"
        ),
        Row(
            testDescription: "a key with a passphrase",
            trust: {
                let key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n\(keyWords)\n-----END ENCRYPTED PRIVATE KEY-----\n"
                return .init(clientCertificateFile: try $1.write(try $0.chainPEM + key, to: "client.pem"))
            },
            message: "holds a private key with a passphrase", hint: "openssl pkey -in"
        ),
        Row(
            testDescription: "the key of another certificate",
            trust: {
                .init(
                    clientCertificateFile: try $1.write(try $0.chainPEM, to: "client.pem"),
                    clientKeyFile: try $1.write(try TestAuthority.selfSigned().keyPEM, to: "client.key"))
            },
            message: "/client.key is not that of the certificate in /", hint: "made together"
        ),
    ]

    @Test(arguments: rows)
    func `Each is named with its file and its remedy`(row: Row) async throws {
        try await PEMFolder.with { folder in
            let trust = try row.trust(try TestAuthority.selfSigned(), folder)
            let error = await #expect(throws: ConfigurationError.self) {
                try await AsyncHTTPTransport.with(trust: trust, connections: 1) { _ in }
            }
            let issue = try #require(error?.issues.first)
            #expect(error?.issues.count == 1)
            #expect(issue.message.contains(row.message), "\(issue.message)")
            #expect(issue.hint?.contains(row.hint) == true, "\(issue.hint ?? "")")
            #expect(!"\(issue)".contains(Self.keyWords))
        }
    }

    @Test func `Everything that is wrong is told at once`() throws {
        let trust = TrustSettings(authorityFile: "/nowhere/a", clientCertificateFile: "/nowhere/b")
        let error = #expect(throws: ConfigurationError.self) { try trust.configuration() }
        #expect(error?.issues.count == 2)
    }

    @Test func `A file that may not be read is named`() async throws {
        try await PEMFolder.with { folder in
            let path = try folder.write(try TestAuthority().pem, to: "ca.pem")
            // Also root may not read a link to itself.
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
            let trust = TrustSettings(authorityFile: path)
            let error = #expect(throws: ConfigurationError.self) { try trust.configuration() }
            #expect(error?.issues.first?.message.contains(path) == true)
        }
    }

    @Test func `A link to a file is as good as the file`() async throws {
        try await PEMFolder.with { folder in
            let path = try folder.write(try TestAuthority().pem, to: "ca.pem")
            try FileManager.default.createSymbolicLink(atPath: folder["link.pem"], withDestinationPath: path)
            _ = try TrustSettings(authorityFile: folder["link.pem"]).configuration()
        }
    }
}
