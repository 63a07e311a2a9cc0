import ArgumentParser
import CloudsYAML
import Diagnosis
import FoundationEssentials
import ImageAPI
import ImageSharing
import Logging
import Manifests
import OpenStack
import Pacing
import Transport

/// Walks the connection to the cloud and says of each step whether it works; never writes.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at the connection to the cloud, step by step; never writes.",
        usage: "glance-share doctor [<options>]",
        discussion: """
            Which file and cloud, Keystone, certificates, the token and its roles, the catalog, Glance's version, and \
            whether this token may list, add and remove members. With a manifest (-f) also each image and project in it, and \
            which of the names in it this token may look up.

            EXAMPLES
              glance-share doctor --os-cloud prod   each step, and what to do if it fails
              glance-share doctor --offline -v      only the settings, and their places
              glance-share doctor -f sharing.yaml   also its images and their members
              glance-share doctor --format json     for a script

            EXIT STATUS
              0   nothing is wrong, as far as this token may see
              1   something is
              64  wrong usage
              74  standard output or --output could not be written
              75  the cloud could not be reached, or did not answer to something:
                  try again later
            """
    )

    /// The most mistakes of a manifest that are shown.
    private static let mostIssues = 20

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Result") var output: OutputOptions
    @OptionGroup(title: "Log") var log: LogOptions

    @Flag(help: "Ask nobody: only say which configuration is used, and where it is written.")
    var offline = false

    func run() async throws {
        let context = try RunContext(log, isQuiet: output.quiet)
        let destination = try ResultOutput(
            to: output.output, color: output.color, environment: context.environment,
            inputs: ManifestLoader().files(of: manifest.files))
        let delivery = DoctorDelivery(output, to: destination)
        // Without -f the manifest is left alone: a connection can be examined where there is none.
        let wanted = manifest.files.isEmpty ? nil : readManifest(reportingTo: delivery)
        let hasBadManifest = delivery.outcome == .failed
        var obstacle: ExitStatus?
        do {
            let loaded = try LoadedCloud(flags: cloud.flags, environment: context.environment)
            delivery.setCloud(loaded)
            if offline {
                for finding in ConnectionCheck.configurationFindings(of: loaded) { delivery.add(finding) }
            } else {
                let proxies = ProxySettings(environment: context.environment)
                try await examine(loaded, wanted, through: proxies, logger: context.logger, delivery: delivery)
            }
        } catch let error as ConfigurationError {
            for warning in error.warnings {
                delivery.add(Finding(.configuration, .warning, warning.message, hint: warning.hint))
            }
            for issue in error.issues {
                delivery.add(Finding(.configuration, .failed, issue.message, hint: issue.hint))
            }
        } catch let error as OpenStackError {
            // Reported already, as a finding.
            obstacle = Problem(error).code.isTransient && !hasBadManifest ? .tryAgainLater : .couldNotPlan
        }
        try delivery.finish()
        delivery.logFailures(to: context.logger)
        if let obstacle { throw obstacle.code }
        switch delivery.outcome {
        case .failed: throw ExitStatus.couldNotPlan.code
        case .unknown: throw ExitStatus.tryAgainLater.code
        case .ok, .warning: break
        }
    }

    /// Reads the manifest; what is wrong with it is a finding like any other, and the rest is examined all the same.
    private func readManifest(reportingTo delivery: DoctorDelivery) -> Manifest? {
        func add(_ issues: [ManifestIssue], omitted: Int, as state: Finding.State) {
            for issue in issues.prefix(Self.mostIssues) {
                let place = issue.source.map { "\($0): " } ?? ""
                delivery.add(Finding(.manifest, state, place + issue.problem.message, hint: issue.hint))
            }
            let rest = omitted + max(0, issues.count - Self.mostIssues)
            if rest > 0 {
                delivery.add(
                    Finding(.manifest, state, "\(rest) more like these", hint: "glance-share validate shows all"))
            }
        }
        do throws(ManifestErrors) {
            let manifest = try ManifestLoader().load(manifest.files)
            add(manifest.warnings, omitted: manifest.omittedWarnings, as: .warning)
            return manifest.manifest
        } catch {
            add(error.warnings, omitted: error.omittedWarnings, as: .warning)
            add(error.errors, omitted: error.omittedErrors, as: .failed)
            return nil
        }
    }

    private func examine(
        _ loaded: LoadedCloud, _ manifest: Manifest?, through proxies: ProxySettings, logger: Logger,
        delivery: DoctorDelivery
    ) async throws {
        // Nobody waits two minutes for a diagnosis.
        let limits = RunLimits(cloud, over: loaded.configuration.limits, patience: .zero)
        try await CloudConnection.with(
            loaded.configuration, limits: limits, proxies: proxies, logger: logger
        ) { connection in
            let authorization = try await ConnectionCheck(
                loaded, identity: connection.identity, session: connection.reading,
                actions: manifest?.actions ?? [.add],
                certificate: { service in
                    try await CertificateProbe.probe(
                        service, through: proxies, timeout: limits.requestTimeout)
                }, report: delivery.add
            ).perform()
            guard let manifest else { return }
            let lookups = LookupCheck(
                images: connection.images, projects: connection.projects, report: delivery.add)
            let answers = await lookups.perform(manifest.questions)
            let desired = manifest.resolve(answers)
            lookups.conclude(desired, from: answers)
            await ManifestCheck(
                client: ImageClient(session: connection.reading), identity: connection.identity,
                authorization: authorization,
                concurrency: BoundedConcurrency(limit: limits.concurrency, clock: connection.clock),
                report: delivery.add
            ).perform(desired)
        }
    }
}
