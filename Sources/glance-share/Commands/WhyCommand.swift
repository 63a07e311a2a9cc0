import ArgumentParser
import CloudsYAML
import FoundationEssentials
import Host
import ImageSharing
import Logging
import Manifests
import OpenStack
import SystemPackage
import Text
import Transport

/// Says all that is known of one image and one project; never writes.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say why a project has an image, or has not; never writes.",
        usage: "glance-share why <image> <project> [<options>]",
        discussion: """
            What the manifest says of the two, and where; what the cloud says; what apply would do; and what the audit \
            trail has, the newest line last.

            EXAMPLES
              glance-share why debian-12-20260101 web-prod
              glance-share why 54d63e39-4ee1-4a62-8704-0ae5025a0deb \\
                f6a818c3d4aa458798ed86892e7150c0 --audit-file audit.jsonl
              glance-share why debian-12-20260101 web-prod --format json

            EXIT STATUS
              0         said
              1         not said: bad manifest, configuration or credentials, an audit
                        trail that cannot be read or is none, or a name that nothing
                        or more than one thing has
              3         said, without what could not be read or looked up
              64        wrong usage
              74        the result could not be written
              75        the cloud could not be reached or kept failing: try again later
              130, 143  interrupted
            """
    )

    @Argument(help: "The image: its ID, or its name among those that the token's project owns.")
    var image: String

    @Argument(help: "The project: its ID, its name in the manifest, or its name in Keystone.")
    var project: String

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions

    @Option(
        help: ArgumentHelp("Show what an audit trail has about the two.", valueName: "file"), completion: .file())
    var auditFile: String?

    @OptionGroup(title: "Cloud") var cloud: CloudOptions

    /// The forms of what is said.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @Option(help: "The form of what is said: text, or json for a script.")
    var format = Format.text

    @Option(help: "Colour: auto, always or never. NO_COLOR turns auto off.")
    var color = ColorChoice.auto

    @OptionGroup(title: "Log") var log: LogOptions

    func run() async throws {
        let context = try RunContext(log, isQuiet: false)
        let destination = try ResultOutput(to: nil, color: color, environment: context.environment, inputs: [])
        let finding: PairFinding
        let missingFiles: [String]
        do {
            let manifest = try ManifestLoader.load(
                inWorkTree: manifest.paths(environment: context.environment), printingIssuesTo: context.standardError
            ).manifest.manifest
            missingFiles = manifest.missingFiles
            let cloud = try LoadedCloud(flags: cloud.flags, environment: context.environment)
            RunEnvironment.log(cloud.warnings, to: context.logger)
            finding = try await find(manifest, in: cloud.configuration, context)
        } catch is ManifestErrors {
            throw ExitStatus.couldNotPlan.code
        } catch let error as ConfigurationError {
            RunEnvironment.log(error.warnings, to: context.logger)
            throw fail(error.problems, context)
        }
        switch format {
        case .text: try destination.write(PairText(finding: finding, style: destination.style).render())
        case .json: try destination.write(PairJSON(finding: finding, missingFiles: missingFiles).render())
        }
        if let unreadable = finding.trail?.unreadableCount, unreadable > 0 {
            context.logger.warning("\(counted(unreadable, "line")) of --audit-file could not be read")
        }
        if !finding.problems.isEmpty { throw status(of: finding.problems).code }
    }

    private func find(
        _ manifest: Manifest, in configuration: CloudConfiguration, _ context: RunContext
    ) async throws -> PairFinding {
        let (result, signal) = try await Interruption.listen {
            context.logger.notice("stopping", metadata: ["signal": "\($0)"])
        } while: {
            try await CloudConnection.with(
                configuration, limits: RunLimits(cloud, over: configuration.limits),
                proxies: ProxySettings(environment: context.environment), logger: context.logger
            ) { connection in
                await PairSearch(
                    image: image, project: project, manifest: manifest, auditFile: auditFile.map { FilePath($0) },
                    connection: connection
                ).run(at: Date.now)
            }
        }
        if let signal { throw ExitStatus.interrupted(signal).code }
        switch result {
        case .success(let finding): return finding
        case .failure(let problem): throw fail([problem], context)
        }
    }

    private func fail(_ problems: [Problem], _ context: RunContext) -> ExitCode {
        FailureLog(logger: context.logger).record(Report(.notPlanned(problems)))
        return (problems.allSatisfy(\.code.isTransient) ? ExitStatus.tryAgainLater : .couldNotPlan).code
    }

    private func status(of problems: [Problem]) -> ExitStatus {
        problems.allSatisfy(\.code.isTransient) ? .tryAgainLater : .partial
    }
}
