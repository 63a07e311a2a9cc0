import FoundationEssentials
import NIOSSL

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

    /// Whether the key is that of the chain's first certificate, which only BoringSSL can tell.
    private static func fits(_ key: NIOSSLPrivateKey, _ chain: [NIOSSLCertificate]) -> Bool {
        var trial = TLSConfiguration.makeClientConfiguration()
        trial.trustRoots = .certificates([])
        trial.certificateChain = chain.map { .certificate($0) }
        trial.privateKey = .privateKey(key)
        return (try? NIOSSLContext(configuration: trial)) != nil
    }
}
