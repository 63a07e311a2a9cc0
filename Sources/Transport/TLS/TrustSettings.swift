/// How a server's certificate is judged, and with which of our own we introduce ourselves.
package struct TrustSettings: Sendable, Equatable {
    /// A PEM file of the authorities to trust (`cacert`, `OS_CACERT`); nil for those of the system.
    ///
    /// It takes the place of the system's, as it does for `openstack`, curl and the Go clients: whoever names a
    /// private authority may count on it that no other one can vouch for the cloud. Where both are needed, the file
    /// holds both.
    package var authorityFile: String?
    /// Whether to take any certificate (`verify: false`, `insecure`, `OS_INSECURE`).
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
