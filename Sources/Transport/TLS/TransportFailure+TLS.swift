import FoundationEssentials
import HTTPTypes

extension TransportFailure {
    /// The other side of a connection on which TLS failed.
    struct TLSPeer {
        let service: ServiceURL
        let trust: TrustSettings
        /// The authorities of `trust`'s file; none for those of the system.
        var authorities: [ServerCertificate] = []
        /// Its certificate, where it could be looked at.
        var certificate: ServerCertificate?
    }

    /// Says what is wrong, and what to do about it.
    ///
    /// - Parameters:
    ///   - problem: what BoringSSL says.
    ///   - peer: the other side.
    ///   - now: the time to judge a certificate by.
    init(_ problem: HandshakeProblem, with peer: TLSPeer, now: Date) {
        self =
            switch problem {
            case .certificateNotTrusted: Self.notTrusted(peer, now: now)
            case .nameMismatch: Self.wrongName(peer)
            case .clientCertificateRefused: Self.clientCertificateRefused(peer)
            case .refused: Self.refused(peer)
            case .notTLS:
                .tlsFailed(
                    "\(peer.service.address) does not speak TLS",
                    hint: "if plain HTTP is meant, the URL must begin with http://; else check the port"
                )
            case .versionTooOld:
                .tlsFailed(
                    "\(peer.service.address) offers no version of TLS that is still safe (1.2 or later)",
                    hint: "have the server, or the proxy before it, offer TLS 1.2 or 1.3"
                )
            case .otherProtocol:
                .tlsFailed(
                    "\(peer.service.address) does not offer HTTP/1.1",
                    hint: "check the port; or have the proxy there offer http/1.1 beside h2"
                )
            case .timedOut:
                .notSent(
                    "\(peer.service.address) took the connection, but did not finish the TLS handshake in time",
                    hint: "check the port, and any load balancer before it: so does one that does not speak TLS"
                )
            case .other(let reason):
                .notSent(
                    "the TLS handshake with \(peer.service.address) failed: \(reason)",
                    hint: "`openssl s_client -connect \(peer.service.address)` shows more of it"
                )
            }
    }

    /// A server that speaks TLS where the URL promises plain HTTP.
    static func speaksTLS(_ service: ServiceURL) -> TransportFailure {
        .tlsFailed("\(service.address) speaks TLS, not plain HTTP", hint: "the URL must begin with https://")
    }

    private static func notTrusted(_ peer: TLSPeer, now: Date) -> TransportFailure {
        guard let certificate = peer.certificate else {
            return .tlsFailed("the certificate of \(peer.service.address) is not trusted", hint: authorityHint(peer))
        }
        if let wrong = ([certificate] + certificate.intermediates).first(where: { !$0.isValid(at: now) }) {
            let whose = wrong == certificate ? "" : " of the authority \(wrong.subject)"
            let clock = "this machine's clock says \(now.text)"
            return now > wrong.notAfter
                ? .tlsFailed(
                    "the certificate\(whose) expired on \(wrong.notAfter.text)",
                    hint: "have it renewed; if that date is still to come, the clock is wrong: \(clock)")
                : .tlsFailed(
                    "the certificate\(whose) is not valid before \(wrong.notBefore.text)",
                    hint: "if that date has passed, the clock is wrong: \(clock)")
        }
        if certificate.isSelfSigned {
            return .tlsFailed(
                "the certificate is self-signed (\(certificate.subject))",
                hint: "if it is the cloud's own, name its PEM file in cacert or OS_CACERT"
            )
        }
        // The last one that the server sent is signed by the one that should be known here.
        let issuers = ([certificate] + certificate.intermediates).filter { !$0.isSelfSigned }.map(\.issuer)
        let issuer = issuers.last ?? certificate.issuer
        let known = issuers.last { issuer in peer.authorities.contains { $0.subject == issuer } }
        return known.flatMap { untrustedAuthority($0, of: peer, now: now) }
            ?? .tlsFailed("the certificate's issuer is not known here: \(issuer)", hint: authorityHint(peer))
    }

    /// Finds what is wrong with the authorities that we know, on the way from one of them to the topmost.
    private static func untrustedAuthority(_ issuer: String, of peer: TLSPeer, now: Date) -> TransportFailure? {
        guard let file = peer.trust.authorityFile else { return nil }
        var (name, below): (String, String?) = (issuer, nil)
        // No way is longer than there are authorities.
        for _ in 0...peer.authorities.count {
            let known = peer.authorities.filter { $0.subject == name }
            guard let valid = known.first(where: { $0.isValid(at: now) }) else {
                if let expired = known.first(where: { now > $0.notAfter }) {
                    return .tlsFailed(
                        "the authority \(name) in \(file) (cacert or OS_CACERT) expired on \(expired.notAfter.text)",
                        hint: "put its new certificate into the file; if that date is still to come, the clock is "
                            + "wrong: this machine's clock says \(now.text)")
                }
                return below.map {
                    .tlsFailed(
                        "\(file) (cacert or OS_CACERT) has the authority \($0), but not \(name), which vouches for it",
                        hint: "add the certificate of \(name) to the file: trust begins at one that vouches for itself"
                    )
                }
            }
            if valid.isSelfSigned { return nil }
            (name, below) = (valid.issuer, name)
        }
        return nil
    }

    private static func authorityHint(_ peer: TLSPeer) -> String {
        if let file = peer.trust.authorityFile {
            return "\(file) (cacert or OS_CACERT) has not got it, or an older one of the same name: add it; "
                + "or have the server send the certificates between"
        }
        return "if the authority is a private one, name its PEM file in cacert or OS_CACERT"
    }

    private static func wrongName(_ peer: TLSPeer) -> TransportFailure {
        let hint = "use a name that the certificate has, in auth_url, the catalog or the override; or have it made anew"
        let host = peer.service.host
        if let address = IPNetwork(host), peer.certificate?.names.contains(where: { IPNetwork($0) == address }) == true
        {
            return .tlsFailed(
                "the certificate has the address \(host) as a DNS name, where an address does not count",
                hint: "have it made anew with subjectAltName=IP:\(host), or use a name that it has"
            )
        }
        guard let names = peer.certificate?.names, !names.isEmpty else {
            let inSubject = peer.certificate?.subject.contains("CN=\(host)") == true
            return .tlsFailed(
                inSubject
                    ? "the certificate has \(host) only as its common name (CN), which no longer counts"
                    : "the certificate is not for \(host), and names no host at all", hint: hint)
        }
        let rest = names.count > 5 ? " and \(names.count - 5) more" : ""
        return .tlsFailed(
            "the certificate is not for \(host), but for \(names.prefix(5).joined(separator: ", "))\(rest)",
            hint: hint
        )
    }

    private static func clientCertificateRefused(_ peer: TLSPeer) -> TransportFailure {
        guard let file = peer.trust.clientCertificateFile else {
            return .tlsFailed(
                "\(peer.service.address) demands a client certificate",
                hint: "name its PEM file in cert or OS_CERT, and that of its key in key or OS_KEY"
            )
        }
        return .tlsFailed(
            "\(peer.service.address) does not take the client certificate in \(file)",
            hint: "it may have expired, or be issued by an authority that the server does not know"
        )
    }

    private static func refused(_ peer: TLSPeer) -> TransportFailure {
        let hasOne = peer.trust.clientCertificateFile != nil
        return .tlsFailed(
            "\(peer.service.address) refuses the TLS handshake",
            hint: hasOne
                ? "it may not take the client certificate (cert, OS_CERT), or have no cipher in common with this program"
                : "it may demand a client certificate (cert and key, OS_CERT and OS_KEY), or have no cipher in common "
                    + "with this program"
        )
    }

    /// Finds complaints about TLS in an answer: some servers finish the handshake, and complain in HTML.
    ///
    /// - Parameters:
    ///   - answer: the answer.
    ///   - peer: who gave it.
    init?(complaintIn answer: HTTPAnswer, from peer: TLSPeer) {
        guard [400, 403, 495, 496, 497].contains(answer.response.status.code) else { return nil }
        let text = answer.quotableText
        let has = { (phrases: [String]) in phrases.contains { text.contains($0) } }
        // nginx.
        if has(["No required SSL certificate was sent", "The SSL certificate error"]) {
            self = Self.clientCertificateRefused(peer)
            // nginx, Apache, and servers written in Go.
        } else if has([
            "The plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled server port",
            "Client sent an HTTP request to an HTTPS server",
        ]) {
            self = Self.speaksTLS(peer.service)
        } else {
            return nil
        }
    }
}

extension Date {
    /// The time as a sentence has it, in UTC.
    fileprivate var text: String { formatted(.iso8601) }
}
