import ArgumentParser
import CloudsYAML
import ImageSharing
import Logging
import OpenStack
import Reconciliation
import Text
import Transport

/// Writes the manifest of what the cloud has now; never writes to the cloud.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the manifest of what the cloud shares now; never writes to it.",
        usage: "glance-share export [<options>]",
        discussion: """
            Every image that the token's project owns and shares, with its name as a comment and its members. plan on \
            it says that there is nothing to change. The same cloud gives the same bytes.

            EXAMPLES
              glance-share export --output sharing.yaml     begin with what there is
              glance-share export --group-by members        equal lists only once
              glance-share export | glance-share plan -f -  nothing to change

            EXIT STATUS
              0         written
              1         not written: bad configuration or credentials, or a refusal
              3         written, without what could not be read, or no manifest can
                        name; comments and the log say what
              64        wrong usage
              74        the manifest could not be written
              75        not written: the cloud could not be reached or kept failing:
                        try again later
              130, 143  interrupted; not written
            """
    )

    /// What is written once although several images have it.
    enum Grouping: String, CaseIterable, ExpressibleByArgument {
        case members
    }

    /// The most warnings that are logged.
    private static let mostWarnings = 20

    @OptionGroup(title: "Cloud") var cloud: CloudOptions

    @Option(
        help: ArgumentHelp("Write the manifest to a file instead of standard output.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var output: String?

    @Option(
        help: ArgumentHelp("members: write a list that several images have only once, as a group.", valueName: "what"))
    var groupBy: Grouping?

    @Flag(name: .short, help: "No progress; of the log, warnings and errors.")
    var quiet = false

    @OptionGroup(title: "Log") var log: LogOptions

    func run() async throws {
        let context = try RunContext(log, isQuiet: quiet)
        let destination = try ResultOutput(to: output, color: .never, environment: context.environment, inputs: [])
        let manifest: ExportedManifest
        do {
            let loaded = try LoadedCloud(flags: cloud.flags, environment: context.environment)
            RunEnvironment.log(loaded.warnings, to: context.logger)
            manifest = try await read(loaded.configuration, in: context)
        } catch let error as ConfigurationError {
            RunEnvironment.log(error.warnings, to: context.logger)
            log(error.problems, to: context.logger)
            throw ExitStatus.couldNotPlan.code
        }
        log(manifest.problems, to: context.logger)
        log(warnings: manifest, to: context.logger)
        try destination.write(manifest.text)
        context.logger.notice(
            "exported",
            metadata: [
                "images": .stringConvertible(manifest.imageCount), "members": .stringConvertible(manifest.memberCount),
            ])
        if !manifest.isWhole { throw ExitStatus.partial.code }
    }

    /// Asks the cloud.
    ///
    /// - Throws: the exit status, where there is no manifest; or `ConfigurationError`.
    private func read(_ configuration: CloudConfiguration, in context: RunContext) async throws -> ExportedManifest {
        let logger = context.logger
        let (result, signal) = try await Interruption.listen {
            logger.notice("stopping: nothing will be written", metadata: ["signal": "\($0)"])
        } while: {
            try await CloudConnection.with(
                configuration, limits: RunLimits(cloud, over: configuration.limits),
                proxies: ProxySettings(environment: context.environment), logger: logger
            ) { connection in
                await read(configuration, over: connection, in: context)
            }
        }
        if let signal { throw ExitStatus.interrupted(signal).code }
        switch result {
        case .success(let manifest): return manifest
        case .failure(.interrupted): throw ExitStatus.couldNotPlan.code
        case .failure(.problem(let problem)):
            log([problem], to: logger)
            throw (problem.code.isTransient ? ExitStatus.tryAgainLater : .couldNotPlan).code
        }
    }

    private func read(
        _ configuration: CloudConfiguration, over connection: CloudConnection, in context: RunContext
    ) async -> Result<ExportedManifest, InventoryReader.Failure> {
        let progress = context.showsProgress ? Progress(clock: connection.clock, show: context.standardError.show) : nil
        let events = RunLogger(logger: context.logger, progress: progress)
        let reader = connection.inventoryReader(notify: events.record)
        return await events.run {
            do throws(InventoryReader.Failure) {
                let inventory = try await reader.read()
                let identity = CloudIdentity(configuration, await connection.reading.currentAuthorization)
                return .success(ExportedManifest(inventory, of: identity, groupsMembers: groupBy == .members))
            } catch {
                return .failure(error)
            }
        }
    }

    private func log(_ problems: [Problem], to logger: Logger) {
        FailureLog(logger: logger).record(Report(.notPlanned(problems)))
    }

    private func log(warnings manifest: ExportedManifest, to logger: Logger) {
        let left = manifest.unnameable.flatMap { image, members in
            members.map { member -> (String, Logger.Metadata) in
                (
                    "member \(member.description.quotedForDisplay()) is left out: no manifest can name it",
                    ["image.id": "\(image)", "hint": "nobody can address it in Glance either: it goes with its image"]
                )
            }
        }
        let odd = manifest.warnings.map { warning -> (String, Logger.Metadata) in
            (warning.message, ["image.id": "\(warning.image)", "hint": "\(warning.hint)"])
        }
        for (message, metadata) in (left + odd).prefix(Self.mostWarnings) {
            logger.warning("\(message)", metadata: metadata)
        }
        let rest = left.count + odd.count - Self.mostWarnings
        if rest > 0 { logger.warning("… and \(rest) more like these") }
    }
}
