import ArgumentParser
import CloudsYAML
import FoundationEssentials
import ImageSharing
import Logging
import Manifests
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

            --review writes who has access instead: a line for each member of each image, for a spreadsheet or a page, with \
            -f also by which line of a manifest. The names of projects are there where a manifest or Keystone tells them. \
            A cell that a spreadsheet would take for a formula has an apostrophe before it.

            EXAMPLES
              glance-share export --output sharing.yaml     begin with what there is
              glance-share export --group-by members        equal lists only once
              glance-share export | glance-share plan -f -  nothing to change
              glance-share export --review -f sharing.yaml --output access.csv

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

    @Flag(help: "Write a review of who has access instead of a manifest.")
    var review = false

    @Option(help: "With --review: its form, csv or markdown.")
    var format: AccessReview.Format?

    @Option(
        name: [.short, .customLong("file")],
        help: ArgumentHelp(
            "With --review: a manifest, or a directory of manifests, to compare with; can be repeated.",
            valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var files: [String] = []

    @Flag(name: .short, help: "No progress; of the log, warnings and errors.")
    var quiet = false

    @OptionGroup(title: "Log") var log: LogOptions

    func validate() throws {
        if !review && (format != nil || !files.isEmpty) { throw ValidationError("--format and -f need --review.") }
        if review && groupBy != nil { throw ValidationError("--review and --group-by exclude each other.") }
        if files.contains("") { throw ValidationError("-f is empty; name a file or a directory.") }
    }

    func run() async throws {
        let context = try RunContext(log, isQuiet: quiet)
        let destination = try ResultOutput(
            to: output, color: .never, environment: context.environment, inputs: ManifestLoader().files(of: files))
        let reading: Reading
        do {
            let manifest =
                files.isEmpty ? nil : try ManifestLoader().load(files, printingIssuesTo: context.standardError).manifest
            let loaded = try LoadedCloud(flags: cloud.flags, environment: context.environment)
            RunEnvironment.log(loaded.warnings, to: context.logger)
            reading = try await read(loaded.configuration, comparingWith: manifest, in: context)
        } catch is ManifestErrors {
            throw ExitStatus.couldNotPlan.code
        } catch let error as ConfigurationError {
            RunEnvironment.log(error.warnings, to: context.logger)
            log(error.problems, to: context.logger)
            throw ExitStatus.couldNotPlan.code
        }
        let isWhole =
            try review
            ? write(reading.review, of: reading, to: destination, context.logger)
            : write(reading.manifest(groupingMembers: groupBy == .members), to: destination, context.logger)
        if !isWhole { throw ExitStatus.partial.code }
    }

    private func write(_ manifest: ExportedManifest, to destination: ResultOutput, _ logger: Logger) throws -> Bool {
        log(manifest.problems, to: logger)
        log(manifest.warnings, unnameable: manifest.unnameable, to: logger)
        try destination.write(manifest.text)
        logger.notice(
            "exported",
            metadata: [
                "images": .stringConvertible(manifest.imageCount), "members": .stringConvertible(manifest.memberCount),
            ])
        return manifest.isWhole
    }

    private func write(
        _ review: AccessReview, of reading: Reading, to destination: ResultOutput, _ logger: Logger
    ) throws -> Bool {
        let problems = reading.inventory.problems + (reading.desired?.problems ?? [])
        log(problems, to: logger)
        log(reading.inventory.warnings, to: logger)
        try destination.write(review.render(as: format ?? .csv))
        logger.notice("reviewed", metadata: ["members": .stringConvertible(review.rows.count { $0.project != nil })])
        return problems.isEmpty
    }

    /// All that the cloud was asked for.
    private struct Reading: Sendable {
        let inventory: Inventory
        let identity: CloudIdentity
        /// What the manifests ask for that are compared with; nil where there are none.
        var desired: DesiredState?
        /// The names of projects that Keystone tells; none where nobody wants to know them.
        var names: [ProjectID: String] = [:]

        func manifest(groupingMembers: Bool) -> ExportedManifest {
            ExportedManifest(inventory, of: identity, groupsMembers: groupingMembers)
        }

        var review: AccessReview {
            // The manifest's names are those that its readers know.
            AccessReview(
                inventory, of: identity, comparedWith: desired,
                names: names.merging(desired?.projectNames ?? [:]) { $1 }, at: Date.now)
        }
    }

    /// Asks the cloud.
    ///
    /// - Throws: the exit status, where there is nothing to write; or `ConfigurationError`.
    private func read(
        _ configuration: CloudConfiguration, comparingWith manifest: Manifest?, in context: RunContext
    ) async throws -> Reading {
        let logger = context.logger
        let (result, signal) = try await Interruption.listen {
            logger.notice("stopping: nothing will be written", metadata: ["signal": "\($0)"])
        } while: {
            try await CloudConnection.with(
                configuration, limits: RunLimits(cloud, over: configuration.limits),
                proxies: ProxySettings(environment: context.environment), logger: logger
            ) { connection in
                await read(configuration, comparingWith: manifest, over: connection, in: context)
            }
        }
        if let signal { throw ExitStatus.interrupted(signal).code }
        switch result {
        case .success(let reading): return reading
        case .failure(.interrupted): throw ExitStatus.couldNotPlan.code
        case .failure(.problem(let problem)):
            log([problem], to: logger)
            throw (problem.code.isTransient ? ExitStatus.tryAgainLater : .couldNotPlan).code
        }
    }

    private func read(
        _ configuration: CloudConfiguration, comparingWith manifest: Manifest?, over connection: CloudConnection,
        in context: RunContext
    ) async -> Result<Reading, InventoryReader.Failure> {
        let progress = context.showsProgress ? Progress(clock: connection.clock, show: context.standardError.show) : nil
        let events = RunLogger(logger: context.logger, progress: progress)
        let reader = connection.inventoryReader(notify: events.record)
        return await events.run {
            do throws(InventoryReader.Failure) {
                let inventory = try await reader.read()
                let identity = CloudIdentity(configuration, await connection.reading.currentAuthorization)
                var reading = Reading(inventory: inventory, identity: identity)
                if review { reading.names = await connection.projectNames }
                if let manifest {
                    reading.desired = await connection.reconciler(for: .plan, notify: events.record).resolve(manifest)
                }
                return .success(reading)
            } catch {
                return .failure(error)
            }
        }
    }

    private func log(_ problems: [Problem], to logger: Logger) {
        FailureLog(logger: logger).record(Report(.notPlanned(problems)))
    }

    private func log(
        _ warnings: [Warning], unnameable: [(image: ImageID, members: [ProjectID])] = [], to logger: Logger
    ) {
        let left = unnameable.flatMap { image, members in
            members.map { member -> (String, Logger.Metadata) in
                (
                    "member \(member.description.quotedForDisplay()) is left out: no manifest can name it",
                    ["image.id": "\(image)", "hint": "nobody can address it in Glance either: it goes with its image"]
                )
            }
        }
        let odd = warnings.map { warning -> (String, Logger.Metadata) in
            (warning.message, ["image.id": "\(warning.image)", "hint": "\(warning.hint)"])
        }
        for (message, metadata) in (left + odd).prefix(Self.mostWarnings) {
            logger.warning("\(message)", metadata: metadata)
        }
        let rest = left.count + odd.count - Self.mostWarnings
        if rest > 0 { logger.warning("… and \(rest) more like these") }
    }
}

extension AccessReview.Format: ExpressibleByArgument {}
