package import CloudsYAML
package import Transport
import Pacing
package import FoundationEssentials
import ImageAPI
import ImageSharing
package import OpenStack

/// Walks the connection to a cloud step by step; only reads, apart from asking for a token.
package struct ConnectionCheckup: Sendable {
    /// A certificate that ends within so many days wants somebody's attention.
    private static let daysToRenew = 30

    private let loaded: LoadedCloud
    private let identity: IdentityClient
    private let session: Session
    private let certificate: @Sendable (ServiceURL) async throws -> ServerCertificate
    private let tell: @Sendable (Finding) -> Void
    private let now: @Sendable () -> Date

    /// Prepares a walk.
    ///
    /// - Parameters:
    ///   - loaded: which cloud.
    ///   - identity: asks Keystone.
    ///   - session: asks the image service; it need not be able to write.
    ///   - now: the time as this machine knows it.
    ///   - certificate: looks at a server's certificate.
    ///   - tell: told of each finding as soon as there is one.
    package init(
        _ loaded: LoadedCloud, identity: IdentityClient, session: Session,
        now: @escaping @Sendable () -> Date = { Date.now },
        certificate: @escaping @Sendable (ServiceURL) async throws -> ServerCertificate,
        tell: @escaping @Sendable (Finding) -> Void
    ) {
        self.loaded = loaded
        self.identity = identity
        self.session = session
        self.now = now
        self.certificate = certificate
        self.tell = tell
    }

    /// Walks until something stands in the way.
    ///
    /// - Returns: what the token allows.
    /// - Throws: what stands in the way, told already.
    package func perform() async throws(OpenStackError) -> Authorization {
        for finding in Self.configurationFindings(of: loaded) { tell(finding) }
        if let service = loaded.configuration.identityService {
            try await examineKeystone(at: service)
        }
        let authorization = try await telling(.token) { () async throws(OpenStackError) in
            try await session.authorization()
        }
        let token = TokenFindings(
            authorization: authorization, credentials: loaded.configuration.credentials, now: now()
        )
        for finding in token.all { tell(finding) }
        try await examineGlance(of: authorization)
        return authorization
    }

    /// What there is to say of a configuration before anybody is asked.
    package static func configurationFindings(of loaded: LoadedCloud) -> [Finding] {
        let name = loaded.configuration.name
        let files = loaded.files.isEmpty ? "" : ", from \(loaded.files.joined(separator: " and "))"
        var findings = [Finding(.configuration, .ok, "cloud \(name): \(loaded.reason)\(files)")]
        findings += loaded.warnings.map { Finding(.configuration, .warning, $0.message, hint: $0.hint) }
        if loaded.configuration.trust.isInsecure {
            findings.append(
                Finding(
                    .configuration, .warning, "the servers' certificates are not checked",
                    hint: "take `verify: false` or OS_INSECURE away; cacert names a private authority's file"
                )
            )
        }
        return findings
    }

    private func examineKeystone(at service: ServiceURL) async throws(OpenStackError) {
        let version = try await telling(.keystone) { () async throws(OpenStackError) in try await identity.version() }
        tell(Finding(.keystone, .ok, "\(service) is Keystone \(version)"))
        await examineCertificate(of: service)
    }

    private func examineGlance(of authorization: Authorization) async throws(OpenStackError) {
        tell(
            Finding(
                .catalog, .ok, "image service at \(authorization.imageService) (\(authorization.imageServiceOrigin))"))
        let client = ImageClient(session: session)
        let version = try await telling(.glance) { () async throws(OpenStackError) in
            do throws(OpenStackError) {
                return try await client.version()
            } catch {
                var named = error
                named.message = "the image service at \(authorization.imageService): \(error.message)"
                named.hint = error.hint ?? hint(for: error)
                throw named
            }
        }
        tell(Finding(.glance, .ok, "Image API \(version)"))
        if authorization.imageService.isElsewhere(than: loaded.configuration.identityService) {
            await examineCertificate(of: authorization.imageService)
        }
        await PermissionCheckup(client: client, authorization: authorization, tell: tell).perform()
    }

    /// What to do about an image service that does not tell its version.
    private func hint(for error: OpenStackError) -> String {
        let problem = Problem(error)
        // A service that says that it is in trouble is at its address.
        return problem.code.isTransient && error.status != nil
            ? problem.hint ?? "run again later" : "check the catalog or image_endpoint_override, and the network"
    }

    /// Says who vouches for a server, and for how long still.
    private func examineCertificate(of service: ServiceURL) async {
        guard service.isSecure, let certificate = try? await certificate(service) else { return }
        let left = certificate.notAfter.timeIntervalSince(now())
        let days = Int((left / 86_400).rounded(.down))
        let until = certificate.notAfter.formatted(.iso8601.year().month().day())
        let isEnding = days < Self.daysToRenew
        let isUnchecked = loaded.configuration.trust.isInsecure
        tell(
            Finding(
                .tls, isEnding || isUnchecked ? .warning : .ok,
                "\(service)'s certificate\(isUnchecked ? ", which is not checked," : "") is by \(certificate.issuer), until \(until), for \(days) more days",
                hint: isEnding ? "have it renewed before then: nothing works with an expired one" : nil
            )
        )
    }

    /// Does a step, and tells of it where it fails.
    private func telling<Result>(
        _ step: Finding.Step, _ body: () async throws(OpenStackError) -> Result
    ) async throws(OpenStackError) -> Result {
        do throws(OpenStackError) {
            return try await body()
        } catch {
            // What the catalog lacks is heard while the token is asked for.
            let place = error.message.contains("catalog") ? .catalog : step
            // Where nobody takes the connection, the address is wrong more often than the service is away.
            let isUnknown = Problem(error).code.isTransient && error.code != .notSent
            tell(
                Finding(
                    error.code == .tlsFailed ? .tls : place, isUnknown ? .unknown : .wrong, error.message,
                    hint: error.hint ?? (isUnknown ? "the cloud's trouble: run again later" : nil),
                    isTransient: isUnknown
                )
            )
            throw error
        }
    }
}
