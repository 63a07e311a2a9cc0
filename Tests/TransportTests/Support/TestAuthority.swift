import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// An authority that certifies whatever a test needs.
struct TestAuthority: Sendable {
    /// A certificate with what it takes to use it.
    struct Identity: Sendable {
        /// The certificate, and after it those up to the authority's own, which is left out.
        var chain: [Certificate]
        var key: Certificate.PrivateKey

        /// The chain as a file has it.
        var chainPEM: String {
            get throws { try chain.map { try $0.serializeAsPEM().pemString + "\n" }.joined() }
        }

        /// The key as a file has it.
        var keyPEM: String {
            get throws { try key.serializeAsPEM().pemString + "\n" }
        }

        /// A server with this certificate.
        var server: TLSConfiguration {
            get throws {
                try .makeServerConfiguration(
                    certificateChain: chain.map { .certificate(try NIOSSLCertificate($0)) },
                    privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem))
                )
            }
        }
    }

    /// Now, without the fractions of a second that a certificate has not got.
    static let now = Date(timeIntervalSinceReferenceDate: Date.now.timeIntervalSinceReferenceDate.rounded(.down))
    private static let day = 86_400.0

    let identity: Identity

    private var certificate: Certificate { identity.chain[0] }

    /// Makes an authority, which another one vouches for or it itself.
    init(
        _ name: String = "Test Authority", under parent: TestAuthority? = nil, days: ClosedRange<Double> = -365...365
    ) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        identity = try Self.certify(name, key: key, by: parent, days: days) {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            Critical(KeyUsage(keyCertSign: true, cRLSign: true))
        }
    }

    /// The authority's certificate as a file has it.
    var pem: String {
        get throws { try identity.chainPEM }
    }

    /// The authority's certificate as the other side of a connection trusts it.
    var trusted: NIOSSLCertificate {
        get throws { try NIOSSLCertificate(certificate) }
    }

    /// Certifies a server or a client, for hosts by name and by address, and for some days counted from now.
    func certify(
        _ subject: String = "Test Server", names: [String] = ["localhost"], addresses: [[UInt8]] = [[127, 0, 0, 1]],
        days: ClosedRange<Double> = -1...1
    ) throws -> Identity {
        try Self.certify(subject, key: Certificate.PrivateKey(P256.Signing.PrivateKey()), by: self, days: days) {
            Self.hosts(names, addresses)
        }
    }

    /// A certificate that vouches for itself.
    static func selfSigned() throws -> Identity {
        try certify("Lonely Server", key: Certificate.PrivateKey(P256.Signing.PrivateKey()), by: nil, days: -1...1) {
            hosts(["localhost"], [[127, 0, 0, 1]])
        }
    }

    private static func hosts(_ names: [String], _ addresses: [[UInt8]]) -> SubjectAlternativeNames {
        SubjectAlternativeNames(
            names.map { .dnsName($0) }
                + addresses.map { .ipAddress(ASN1OctetString(contentBytes: ArraySlice($0))) })
    }

    private static func certify(
        _ subject: String, key: Certificate.PrivateKey, by authority: TestAuthority?, days: ClosedRange<Double>,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws -> Identity {
        let name = try DistinguishedName { CommonName(subject) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey,
            notValidBefore: now + days.lowerBound * day, notValidAfter: now + days.upperBound * day,
            issuer: authority?.certificate.subject ?? name, subject: name,
            extensions: Certificate.Extensions(builder: extensions), issuerPrivateKey: authority?.identity.key ?? key
        )
        // An authority under another one has to be shown; the topmost is known or not.
        let between = authority.map { $0.certificate.issuer == $0.certificate.subject ? [] : $0.identity.chain } ?? []
        return Identity(chain: [certificate] + between, key: key)
    }
}

extension NIOSSLCertificate {
    fileprivate convenience init(_ certificate: Certificate) throws {
        try self.init(bytes: certificate.serializeAsPEM().derBytes, format: .der)
    }
}
