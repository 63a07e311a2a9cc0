import CloudsYAML
import Host
import OpenStack
import SystemPackage
import Transport

/// The configuration of the daemon's connection, as it was read at one moment.
struct DaemonConfiguration: Sendable, Equatable {
    /// The cloud.
    let cloud: CloudConfiguration
    /// The limits of what is asked of it.
    let limits: RunLimits
    /// The ways to its services.
    let proxies: ProxySettings
    /// The oddities that are in nobody's way.
    let warnings: [ConfigurationError.Issue]
    private let environment: [String: String]
    private let certificates: [String: [UInt8]?]

    /// The authorities that count where the configuration names none, as Debian keeps them.
    private static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"
    /// The most bytes of a file of certificates.
    private static let mostBytes = 16 << 20

    /// Reads clouds.yaml, and the certificates that are named there, in variables or by options.
    ///
    /// - Parameters:
    ///   - options: the command line's word.
    ///   - environment: the variables, those of the credential `openrc` included.
    /// - Throws: everything that is missing or wrong.
    init(_ options: CloudOptions, environment: [String: String]) throws(ConfigurationError) {
        self.environment = environment
        let loaded = try LoadedCloud(flags: options.flags, environment: environment)
        cloud = loaded.configuration
        warnings = loaded.warnings
        limits = RunLimits(options, over: cloud.limits, patience: DaemonOptions.patience)
        proxies = ProxySettings(environment: environment)
        let trust = cloud.trust
        let files = [
            trust.isInsecure ? nil : trust.authorityFile ?? Self.systemAuthorities, trust.clientCertificateFile,
            trust.clientKeyFile,
        ].compactMap(\.self)
        // Read before the connection is made: what is replaced in between is found to be another when it is next read.
        certificates = Dictionary(
            uniqueKeysWithValues: Set(files).map { file in
                (file, try? FileReader.bytes(of: FilePath(file), limit: Self.mostBytes))
            })
    }

    static func == (one: DaemonConfiguration, other: DaemonConfiguration) -> Bool {
        one.cloud == other.cloud && one.limits == other.limits && one.environment == other.environment
            && one.certificates == other.certificates
    }
}
