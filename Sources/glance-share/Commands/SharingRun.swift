import OpenStack
import CloudsYAML
import Transport
import Monitoring
import Text
import Host
import ArgumentParser
import Daemon
import FoundationEssentials
import ImageSharing
import Logging
import Manifests
import UnixSignals

/// One run of `plan` or `apply`, from the manifest to the exit status.
struct SharingRun: Sendable {
    /// What a run does with its plan.
    enum Purpose: Sendable {
        /// Shows it.
        case plan
        /// Carries it out, as far as the policy allows.
        case apply(SafetyPolicy)

        /// The name of the command.
        var command: String {
            if case .apply = self { "apply" } else { "plan" }
        }
    }

    let purpose: Purpose
    let manifest: ManifestOptions
    let cloud: CloudOptions
    let output: OutputOptions
    let log: LogOptions
    var operation: OperationOptions?
    /// The limits that apply is going to have, of which a plan says whether it keeps them.
    var policy = SafetyPolicy()
    var tellsChanges = false
    var verifies = false

    /// Runs and writes the result.
    ///
    /// - Throws: the exit status, where it is not 0; or why the result cannot be written.
    func perform() async throws {
        let environment = try RunEnvironment.variables()
        let standardError = StandardError()
        let logger = log.logger(writingTo: standardError, environment: environment, isQuiet: output.quiet)
        let destination = try ResultOutput(
            output, environment: environment,
            inputs: ManifestLoader().files(of: manifest.paths(environment: environment)))
        let metrics = operation?.metricsFile.map { OutputFile.metrics($0) }
        try metrics?.check()
        let lock = try RunEnvironment.lock(operation?.lock, tellingOn: standardError)
        defer { lock?.release() }
        let board = StatusBoard(
            DaemonStatus(version: GlanceShare.version, startedAt: Date.now, staleAfter: .zero))
        var (report, desired, signal) = try await report(
            environment: environment, standardError: standardError, logger: logger, board: board)
        if case .plan = purpose { report.objection = report.plan.flatMap(policy.objection) }
        var status = ExitStatus(report, tellsChanges: tellsChanges, signal: signal)
        // One that cannot be written keeps no other from being written, nor hides what the run came to.
        func deliver(_ write: () throws -> Void) {
            do { try write() } catch {
                standardError.write("Error: \(error)", as: .error)
                if status == .success || status == .changesPlanned { status = .resultLost }
            }
        }
        let isReadByAPerson = output.format == .text && output.output == nil
        if report.plan == nil && isReadByAPerson {
            tellFailure(report, on: standardError)
        } else {
            deliver { try destination.write(render(report, style: destination.style)) }
            if !isReadByAPerson { FailureLog(logger: logger).tell(report) }
        }
        if let metrics {
            board.update { $0.note(report, of: desired, endedAt: Date.now) }
            deliver { try metrics.write(PrometheusText(board.current).text) }
        }
        if status != .success { throw status.code }
    }

    private func report(
        environment: [String: String], standardError: StandardError, logger: Logger, board: StatusBoard
    ) async throws -> (Report, DesiredState?, UnixSignal?) {
        let paths = manifest.paths(environment: environment)
        let audit = try operation?.auditFile.map { path throws(AuditTrail.Failure) in try AuditTrail(path: path) }
        let desired: DesiredState
        let loaded: LoadedCloud
        let watch = CommitWatch(paths)
        let commit: String?
        do {
            let manifest = try ManifestReader(
                standardError: standardError, takesFingerprint: operation?.metricsFile != nil,
                blobHash: watch.blobHash
            ).load(paths)
            desired = manifest.desired
            commit = watch.end(reading: manifest.blobs).commit
            board.update { $0.manifest.hash = manifest.fingerprint }
            loaded = try LoadedCloud(flags: cloud.flags, environment: environment)
        } catch let errors as ManifestErrors {
            return (Report(problems: errors.problems, omittedProblems: errors.omittedErrors), nil, nil)
        } catch let error as ConfigurationError {
            RunEnvironment.tell(error.warnings, on: logger)
            return (Report(error), nil, nil)
        }
        RunEnvironment.tell(loaded.warnings, on: logger)
        let asked = CloudIdentity(loaded.configuration, nil)
        board.update { $0.cloud = asked }
        logger.info(
            "run",
            metadata: [
                "images": .stringConvertible(desired.images.count),
                "members": .stringConvertible(desired.memberCount), "commit": "\(commit ?? "none")",
            ].merging(asked.facts) { $1 }
        )
        let (run, isTold) = (self, standardError.isTerminal && environment["TERM"] != "dumb" && !output.quiet)
        do {
            let (report, signal) = try await Interruption.listen {
                logger.stopping(on: $0)
            } leave: {
                logger.leaving(on: $0)
            } while: {
                let limits = RunLimits(run.cloud, over: loaded.configuration.limits)
                return try await CloudConnection.with(
                    loaded.configuration, limits: limits, proxies: ProxySettings(environment: environment),
                    logger: logger
                ) { event in
                    board.update { $0.counters.count(event) }
                } _: { connection in
                    let progress = isTold ? Progress(clock: connection.clock) { standardError.show(progress: $0) } : nil
                    let watcher = RunWatcher(logger: logger, progress: progress)
                    let work = CloudRun(
                        purpose: run.purpose, connection: connection, notice: watcher.notice, begin: watcher.begin,
                        audit: audit, verifies: run.verifies, commit: commit
                    )
                    var report = await watcher.accompany { await work.perform(desired) }
                    let authorization = await connection.reading.currentAuthorization
                    let identity = CloudIdentity(loaded.configuration, authorization)
                    report.cloud = identity
                    board.update { ($0.tokenExpiresAt, $0.cloud) = (authorization?.expiresAt, identity) }
                    logger.info("end", metadata: report.facts.merging(identity.facts) { $1 })
                    return report
                }
            }
            return (report, desired, signal)
        } catch let error as ConfigurationError {
            // Certificates and proxies show only now that they cannot be used; still, nothing was sent.
            var report = Report(error)
            report.cloud = asked
            return (report, desired, nil)
        }
    }

    /// Where there is no plan, a person gets no result but an error; those of a manifest were told with their lines.
    private func tellFailure(_ report: Report, on standardError: StandardError) {
        if report.wasInterrupted { return standardError.write("interrupted before anything was read", as: .warning) }
        guard report.problems.allSatisfy({ $0.code == .manifestInvalid }) else {
            let style = Style(isColored: false)
            var text = TextReport(report: report, style: style, detail: .normal).render()
            while text.last == "\n" { text.removeLast() }
            return standardError.write(text, as: .error)
        }
        let errors = counted(report.problems.count + report.omittedProblems, "error")
        standardError.write("Error: \(errors) in the manifest; the cloud was not asked", as: .error)
    }

    private func render(_ report: Report, style: Style) -> String {
        switch output.format {
        case .json: JSONReport(report: report, command: purpose.command).render()
        case .markdown: MarkdownReport(report: report, command: purpose.command).render()
        case .text:
            TextReport(
                report: report, style: style, detail: output.quiet ? .brief : output.verbose ? .full : .normal
            ).render()
        }
    }
}

extension Report {
    /// A run that came to nothing because of its configuration.
    fileprivate init(_ error: ConfigurationError) {
        self.init(
            problems: error.issues.map { Problem(code: .configurationInvalid, message: $0.message, hint: $0.hint) }
        )
    }

    /// What a log line says of how a run ended.
    fileprivate var facts: Logger.Metadata {
        [
            "outcome": "\(verdict.rawValue)", "add": .stringConvertible(summary.add),
            "added": .stringConvertible(summary.created), "in_place": .stringConvertible(summary.unchanged),
            "problems": .stringConvertible(problems.count),
        ]
    }
}
