import Host
import NIOSSL
import SystemPackage

/// A file of certificates or keys in PEM form (RFC 7468) that a setting names.
///
/// Complaints about it name the setting and the file, and never quote what is in it.
struct PEMFile {
    /// The largest file that is read: the system's own bundle of authorities has 220 kB.
    private static let largest = 16 << 20

    /// The file's path.
    let path: String
    private let setting: String
    private let bytes: [UInt8]

    /// Reads a file, once: a pipe, like the shell's `<(…)`, can be read no second time.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - setting: what names it.
    /// - Throws: why it cannot be read.
    init(_ path: String, of setting: String) throws(ConfigurationError) {
        (self.path, self.setting) = (path, setting)
        let hint = "name a PEM file that this user may read"
        let complaint: String
        do throws(FileReader.Failure) {
            bytes = try FileReader.bytes(of: FilePath(path), limit: Self.largest)
            guard bytes.isEmpty else { return }
            complaint = "is empty"
        } catch {
            switch error {
            case .unfit: complaint = "is not a file"
            case .tooLarge: complaint = "is larger than \(Self.largest >> 20) MiB"
            case .system(.noSuchFileOrDirectory): complaint = "does not exist"
            case .system, .notText: complaint = "cannot be read"
            }
        }
        throw Self.issue(path, setting, complaint, hint: hint)
    }

    /// All certificates of the file, in its order; at least one.
    ///
    /// - Throws: why there are none.
    func certificates() throws(ConfigurationError) -> [NIOSSLCertificate] {
        guard Self.holds("CERTIFICATE", bytes) else {
            throw issue(
                "holds no certificate in PEM form",
                hint: "PEM has a line -----BEGIN CERTIFICATE-----; `openssl x509 -inform der` makes it from DER"
            )
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw issue("holds a certificate that cannot be read", hint: "it is damaged: get the file again")
        }
        return certificates
    }

    /// The private key of the file.
    ///
    /// - Throws: why there is none.
    func privateKey() throws(ConfigurationError) -> NIOSSLPrivateKey {
        guard Self.holds("PRIVATE KEY", bytes) else {
            throw issue(
                "holds no private key in PEM form",
                hint: "name the key's PEM file in key (OS_KEY), or put the key into the certificate's file"
            )
        }
        // Both forms of it, PKCS #8 and the older one.
        if Self.holds("ENCRYPTED", bytes) {
            throw issue(
                "holds a private key with a passphrase, which nobody is here to enter",
                hint: "`openssl pkey -in FILE -out NEWFILE` writes it without one; give the new file mode 0600"
            )
        }
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw issue("holds a private key that cannot be read", hint: "it is damaged: get the file again")
        }
        return key
    }

    private func issue(_ complaint: String, hint: String) -> ConfigurationError {
        Self.issue(path, setting, complaint, hint: hint)
    }

    private static func issue(
        _ path: String, _ setting: String, _ complaint: String, hint: String
    ) -> ConfigurationError {
        ConfigurationError(issues: [.init(message: "\(path), the file of \(setting), \(complaint)", hint: hint)])
    }

    /// Returns true where a line that begins a block, or one of its header lines, has `label` in it.
    private static func holds(_ label: String, _ bytes: [UInt8]) -> Bool {
        bytes.split(separator: UInt8(ascii: "\n")).contains { line in
            guard line.starts(with: "-----BEGIN ".utf8) || line.starts(with: "Proc-Type:".utf8) else { return false }
            return String(decoding: line, as: UTF8.self).contains(label)
        }
    }
}
