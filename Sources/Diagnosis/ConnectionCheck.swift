package import CloudsYAML
package import FoundationEssentials
import ImageAPI
package import ImageSharing
package import OpenStack
import Pacing
package import Transport

/// Walks the connection to a cloud step by step; only reads, apart from asking for a token.
package struct ConnectionCheck: Sendable {
    /// A certificate that ends within so many days wants somebody's attention.
    private static let daysToRenew = 30

    private let loaded: LoadedCloud
    private let identity: IdentityClient
    private let session: Session
    private let actions: Set<Change.Action>
    private let certificate: @Sendable (ServiceURL) async throws -> ServerCertificate
    private let report: @Sendable (Finding) -> Void
    private let now: @Sendable () -> Date

    /// Prepares a walk.
    ///
    /// - Parameters:
    ///   - loaded: which cloud.
    ///   - identity: asks Keystone.
    ///   - session: asks the image service; it need not be able to write.
    ///   - actions: the kinds of change that are meant to be made.
    ///   - now: the time as this machine knows it.
    ///   - certificate: fetches a server's certificate.
    ///   - report: takes each finding as soon as there is one.
    package init(
        _ loaded: LoadedCloud, identity: IdentityClient, session: Session, actions: Set<Change.Action> = [.add],
        now: @escaping @Sendable () -> Date = { Date.now },
        certificate: @escaping @Sendable (ServiceURL) async throws -> ServerCertificate,
        report: @escaping @Sendable (Finding) -> Void
    ) {
        self.loaded = loaded
        self.identity = identity
        self.session = session
        self.actions = actions
        self.now = now
        self.certificate = certificate
        self.report = report
    }

    /// Walks until something stands in the way.
    ///
    /// - Returns: what the token allows.
    /// - Throws: what stands in the way, reported already.
    package func perform() async throws(OpenStackError) -> Authorization {
        for finding in Self.configurationFindings(of: loaded) { report(finding) }
        if let service = loaded.configuration.identityService {
            try await checkKeystone(at: service)
        }
        let authorization = try await reportingFailure(of: .token) { () async throws(OpenStackError) in
            try await session.authorization()
        }
        let token = TokenFindings(
            authorization: authorization, credentials: loaded.configuration.credentials, now: now()
        )
        for finding in token.all { report(finding) }
        try await checkGlance(authorization)
        return authorization
    }

    /// The findings of a configuration before anybody is asked.
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

    private func checkKeystone(at service: ServiceURL) async throws(OpenStackError) {
        let version = try await reportingFailure(of: .keystone) { () async throws(OpenStackError) in
            try await identity.version()
        }
        report(Finding(.keystone, .ok, "\(service) is Keystone \(version)"))
        await checkCertificate(of: service)
    }

    private func checkGlance(_ authorization: Authorization) async throws(OpenStackError) {
        let service = authorization.imageService
        report(Finding(.catalog, .ok, "image service at \(service) (\(authorization.imageServiceOrigin))"))
        let client = ImageClient(session: session)
        let version = try await reportingFailure(of: .glance) { () async throws(OpenStackError) in
            do throws(OpenStackError) {
                return try await client.version()
            } catch {
                var named = error
                named.message = "the image service at \(service): \(error.message)"
                named.hint = error.hint ?? Self.glanceHint(for: error)
                throw named
            }
        }
        report(Finding(.glance, .ok, "Image API \(version)"))
        if service.isElsewhere(than: loaded.configuration.identityService) {
            await checkCertificate(of: service)
        }
        await PermissionCheck(client: client, authorization: authorization, actions: actions, report: report).perform()
    }

    /// The remedy for an image service that does not say its version.
    private static func glanceHint(for error: OpenStackError) -> String {
        let problem = Problem(error)
        // A service that says that it is in trouble is at its address.
        return problem.code.isTransient && error.status != nil
            ? problem.hint ?? "run again later" : "check the catalog or image_endpoint_override, and the network"
    }

    /// Reports who vouches for a server, and for how long still.
    private func checkCertificate(of service: ServiceURL) async {
        guard service.isSecure, let certificate = try? await certificate(service) else { return }
        let left = certificate.notAfter.timeIntervalSince(now())
        let days = Int((left / 86_400).rounded(.down))
        let until = certificate.notAfter.formatted(.iso8601.year().month().day())
        let isEnding = days < Self.daysToRenew
        let isUnchecked = loaded.configuration.trust.isInsecure
        report(
            Finding(
                .tls, isEnding || isUnchecked ? .warning : .ok,
                "\(service)'s certificate\(isUnchecked ? ", which is not checked," : "") is by \(certificate.issuer), until \(until), for \(days) more days",
                hint: isEnding ? "have it renewed before then: nothing works with an expired one" : nil
            )
        )
    }

    /// Takes a step, and reports it where it fails.
    private func reportingFailure<Result>(
        of step: Finding.Step, _ body: () async throws(OpenStackError) -> Result
    ) async throws(OpenStackError) -> Result {
        do throws(OpenStackError) {
            return try await body()
        } catch {
            report(Finding(step, failed: error))
            throw error
        }
    }
}
