import FoundationEssentials
import NIOSSL

/// The authorities that a server's certificate is judged by, and the certificate of our own.
package struct TrustSettings: Sendable, Equatable {
    /// A PEM file of the authorities to trust (`cacert`, `OS_CACERT`); nil for those of the system.
    ///
    /// It takes the place of the system's, as it does for `openstack`, curl and the Go clients: whoever names a
    /// private authority may count on it that no other one can vouch for the cloud. Where both are needed, the file
    /// holds both.
    package var authorityFile: String?
    /// True where any certificate is taken (`verify: false`, `insecure`, `OS_INSECURE`).
    package var isInsecure: Bool
    /// A PEM file with the certificate that servers may demand of us, and the chain after it (`cert`, `OS_CERT`).
    package var clientCertificateFile: String?
    /// A PEM file with that certificate's key (`key`, `OS_KEY`); nil where the certificate's file holds it too.
    package var clientKeyFile: String?

    /// Makes trust settings; the default is the system's authorities, and no certificate of our own.
    package init(
        authorityFile: String? = nil, isInsecure: Bool = false, clientCertificateFile: String? = nil,
        clientKeyFile: String? = nil
    ) {
        self.authorityFile = authorityFile
        self.isInsecure = isInsecure
        self.clientCertificateFile = clientCertificateFile
        self.clientKeyFile = clientKeyFile
    }
}

extension TrustSettings {
    /// Reads the files, and makes of them what the connections are set up with.
    ///
    /// - Parameter now: the time to judge certificates by.
    /// - Returns: the configuration.
    /// - Throws: everything that is wrong with the files, before anything is sent to anybody.
    func configuration(at now: Date = .now) throws(ConfigurationError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // As in Debian's OpenSSL, which `openstack` runs on: what is older is broken.
        configuration.minimumTLSVersion = .tlsv12
        var issues: [ConfigurationError.Issue] = []
        do throws(ConfigurationError) {
            // Whoever takes any certificate needs no authority, and shall not fail over its file.
            if isInsecure {
                configuration.certificateVerification = .none
            } else if let authorityFile {
                let file = try PEMFile(authorityFile, of: "cacert (OS_CACERT)")
                configuration.trustRoots = .certificates(Self.inForceFirst(try file.certificates(), at: now))
            }
        } catch {
            issues += error.issues
        }
        do throws(ConfigurationError) {
            if let identity = try clientIdentity() {
                configuration.certificateChain = identity.chain.map { .certificate($0) }
                configuration.privateKey = .privateKey(identity.key)
            }
        } catch {
            issues += error.issues
        }
        guard issues.isEmpty else { throw ConfigurationError(issues: issues) }
        return configuration
    }

    /// The authorities, those that are valid before those that are not.
    ///
    /// Of several of one name BoringSSL takes the first, and OpenSSL, which `openstack` and curl run on, one that is
    /// valid: files in which a renewed authority was added below the old one work with those.
    private static func inForceFirst(_ authorities: [NIOSSLCertificate], at now: Date) -> [NIOSSLCertificate] {
        let now = now.timeIntervalSince1970
        let isInForce = { (authority: NIOSSLCertificate) in
            Double(authority.notValidBefore) <= now && now <= Double(authority.notValidAfter)
        }
        return authorities.filter(isInForce) + authorities.filter { !isInForce($0) }
    }

    private func clientIdentity() throws(ConfigurationError) -> (chain: [NIOSSLCertificate], key: NIOSSLPrivateKey)? {
        guard let clientCertificateFile else {
            guard clientKeyFile != nil else { return nil }
            throw ConfigurationError(issues: [
                .init(
                    message: "there is a client key (key, OS_KEY), but no client certificate",
                    hint: "name the certificate's PEM file in cert (OS_CERT), or leave the key out")
            ])
        }
        let certificateFile = try PEMFile(clientCertificateFile, of: "cert (OS_CERT)")
        let chain = try certificateFile.certificates()
        let keyFile =
            if let clientKeyFile { try PEMFile(clientKeyFile, of: "key (OS_KEY)") } else { certificateFile }
        let key = try keyFile.privateKey()
        guard Self.fits(key, chain) else {
            throw ConfigurationError(issues: [
                .init(
                    message: "the key in \(keyFile.path) is not that of the certificate in \(clientCertificateFile)",
                    hint: "name the two files that were made together; the certificate itself comes before its chain")
            ])
        }
        return (chain, key)
    }

    /// Returns true for the key of the chain's first certificate, which only BoringSSL can tell.
    private static func fits(_ key: NIOSSLPrivateKey, _ chain: [NIOSSLCertificate]) -> Bool {
        var trial = TLSConfiguration.makeClientConfiguration()
        trial.trustRoots = .certificates([])
        trial.certificateChain = chain.map { .certificate($0) }
        trial.privateKey = .privateKey(key)
        return (try? NIOSSLContext(configuration: trial)) != nil
    }
}
