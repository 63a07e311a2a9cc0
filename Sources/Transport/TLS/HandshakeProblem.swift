import AsyncHTTPClient
import NIOSSL

/// The cause of a failed TLS handshake, as far as BoringSSL says: sorted by what has to be done about it.
enum HandshakeProblem: Equatable {
    /// The server's certificate, or one that it rests on, is not valid here.
    case certificateNotTrusted
    /// The certificate is for other hosts.
    case nameMismatch
    /// The server wants to see a certificate of ours, or does not like the one that it saw.
    case clientCertificateRefused
    /// The server refuses without saying why.
    case refused
    /// The server answered something that is not TLS.
    case notTLS
    /// No version of TLS is spoken by both.
    case versionTooOld
    /// The server speaks another protocol than HTTP/1.1 through TLS.
    case otherProtocol
    /// The handshake did not end, which may pass.
    case timedOut
    /// Anything else, in BoringSSL's words; says nothing about trust, and may pass.
    case other(String)

    /// Sorts an error; nil where it is not one of the handshake, or where the connection was merely lost in it.
    init?(_ error: any Error) {
        let text = String(describing: error)
        switch error {
        case let error as HTTPClientError where error == .tlsHandshakeTimeout: self = .timedOut
        case is NIOSSLExtraError: self = .nameMismatch
        case NIOSSLError.handshakeFailed(.sslError(let stack)) where !stack.contains(.eofDuringHandshake):
            self = Self.known(in: text) ?? .other(Self.reason(in: text))
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: self = .certificateNotTrusted
        case is BoringSSLError:
            // In TLS 1.3 a client learns only afterwards that its certificate was not to the server's liking.
            guard let problem = Self.known(in: text), problem == .clientCertificateRefused else { return nil }
            self = problem
        default: return nil
        }
    }

    /// The names of BoringSSL's reasons (`ssl.h`, `SSL_R_…`).
    private static let table: [(String, HandshakeProblem)] = [
        ("CERTIFICATE_VERIFY_FAILED", .certificateNotTrusted),
        ("ALERT_CERTIFICATE_REQUIRED", .clientCertificateRefused),
        ("ALERT_BAD_CERTIFICATE", .clientCertificateRefused),
        ("ALERT_UNSUPPORTED_CERTIFICATE", .clientCertificateRefused),
        ("ALERT_CERTIFICATE_REVOKED", .clientCertificateRefused),
        ("ALERT_CERTIFICATE_EXPIRED", .clientCertificateRefused),
        ("ALERT_CERTIFICATE_UNKNOWN", .clientCertificateRefused),
        ("ALERT_NO_CERTIFICATE", .clientCertificateRefused),
        ("ALERT_UNKNOWN_CA", .clientCertificateRefused),
        ("ALERT_ACCESS_DENIED", .clientCertificateRefused),
        ("ALERT_HANDSHAKE_FAILURE", .refused),
        ("ALERT_INSUFFICIENT_SECURITY", .refused),
        ("WRONG_VERSION_NUMBER", .notTLS),
        ("ALERT_PROTOCOL_VERSION", .versionTooOld),
        ("UNSUPPORTED_PROTOCOL", .versionTooOld),
        ("NO_APPLICATION_PROTOCOL", .otherProtocol),
    ]

    private static func known(in text: String) -> HandshakeProblem? {
        table.first { text.contains($0.0) }?.1
    }

    /// The text between the module and the source line in `error:1000:SSL routines:OPENSSL_internal:REASON at …`.
    private static func reason(in text: String) -> String {
        guard let start = text.firstRange(of: "OPENSSL_internal:")?.upperBound else { return "no reason was given" }
        return text[start...].prefix { $0 != " " }.lowercased().replacing("_", with: " ")
    }
}
