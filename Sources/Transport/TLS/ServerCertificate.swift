package import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// The claims of a server's certificate, trusted or not.
package struct ServerCertificate: Sendable, Equatable {
    /// The distinguished name of its owner (RFC 4514).
    package var subject: String
    /// The distinguished name of its issuer.
    package var issuer: String
    /// The hosts it is for: names, patterns like `*.cloud.test`, and addresses.
    package var names: [String]
    /// From when on it is valid.
    var notBefore: Date
    /// Until when it is valid.
    package var notAfter: Date
    /// The certificates that the server sent with it, from its issuer upwards.
    var intermediates: [ServerCertificate] = []

    /// True of one that vouches for itself.
    var isSelfSigned: Bool { subject == issuer }

    /// Returns true where `date` is within its time.
    func isValid(at date: Date) -> Bool { notBefore <= date && date <= notAfter }
}

extension ServerCertificate {
    /// The authorities that a connection trusts; none where they are the system's.
    static func authorities(of tls: TLSConfiguration) -> [ServerCertificate] {
        guard case .certificates(let authorities) = tls.trustRoots else { return [] }
        return authorities.compactMap { ServerCertificate([$0]) }
    }

    /// Reads a chain as a server sends it.
    ///
    /// - Parameter chain: the server's own certificate first; nil is returned where that one is none of X.509.
    init?(_ chain: [NIOSSLCertificate]) {
        let read = chain.compactMap { certificate in
            (try? certificate.toDERBytes()).flatMap { try? Certificate(derEncoded: $0) }.map(ServerCertificate.init)
        }
        guard let own = read.first else { return nil }
        self = own
        intermediates = Array(read.dropFirst())
    }

    private init(_ certificate: Certificate) {
        // A server chooses how long its names are, and a sentence shall end.
        let names = try? certificate.extensions.subjectAlternativeNames
        self.init(
            subject: "\(certificate.subject)".shortenedForQuotation,
            issuer: "\(certificate.issuer)".shortenedForQuotation,
            names: names?.compactMap(Self.host) ?? [], notBefore: certificate.notValidBefore,
            notAfter: certificate.notValidAfter
        )
    }

    private static func host(_ name: GeneralName) -> String? {
        switch name {
        case .dnsName(let name): name.shortenedForQuotation
        case .ipAddress(let octets): IPNetwork(octets: Array(octets.bytes))?.address
        default: nil
        }
    }
}
