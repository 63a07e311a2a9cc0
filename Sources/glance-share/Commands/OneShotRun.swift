import CloudsYAML
import FoundationEssentials
import Host
import ImageSharing
import Logging
import Manifests
import OpenStack
import Reconciliation
import Text
import Transport

/// One run of `plan`, `apply` or `accept`, from the manifest or a saved plan to the exit status.
struct OneShotRun: Sendable {
    /// The kind of file that it carries out.
    var kind = ManifestKind.sharing
    /// True if the plan is only shown.
    let isDryRun: Bool
    let manifest: any FileOptions
    /// The part of the images that it is about, unless a saved plan says it; nil for all.
    var shard: Shard?
    let cloud: CloudOptions
    let output: OutputOptions
    let log: LogOptions
    var operation: OperationOptions?
    /// The limit on what apply may write, of which a plan says whether it keeps it.
    var policy = SafetyPolicy()
    /// The time before its end within which a membership is told of.
    var expiryNotice = Expiry.usualNotice
    /// The most that the manifest may come out with.
    var resolvingLimits = ResolvingLimits()
    /// True if planned changes have an exit status of their own.
    var detailedExitCode = false
    /// True if what was written to is read once more.
    var verifies = false
    /// The file that the plan is saved in; nil for none.
    var savesTo: String?
    /// The file of the saved plan that is carried out; nil to plan from the manifest.
    var savedPlan: String?
    /// True if the saved plan is carried out only where it was made from the manifest.
    var checksManifest = false

    /// Runs and writes the result.
    ///
    /// - Throws: the exit status, where it is not 0; or why the run could not begin.
    func perform() async throws {
        var context = try RunContext(log, isQuiet: output.quiet)
        let delivery = try delivery(in: context)
        // Nothing else says whose lock it is.
        let saved = savedPlan.map { path in Result { () throws(Problem) in try SavedPlanFile(path: path) } }
        let shard = saved.map { try? $0.get().shard } ?? shard
        context.logger[metadataKey: "shard"] = shard.map { "\($0)" }
        let lock = try context.lock(operation?.lock, of: shard)
        defer { lock?.release() }
        var run = try await finish(saved, in: context)
        run.report.shard = shard
        var status = ExitStatus(run.report, detailedExitCode: detailedExitCode, signal: run.signal)
        if !delivery.deliver(run), status == .success || status == .changesPlanned { status = .resultLost }
        if status != .success { throw status.code }
    }

    private func delivery(in context: RunContext) throws -> ReportDelivery {
        do {
            return try makeDelivery(in: context)
        } catch let error as ResultOutput.Unwritable where !isDryRun {
            // A status of its own says of a run that writes that it is over: this one has not begun.
            context.standardError.write("Error: \(error)", as: .error)
            throw ExitStatus.couldNotPlan.code
        }
    }

    private func makeDelivery(in context: RunContext) throws -> ReportDelivery {
        try ReportDelivery(
            output, metricsFile: operation?.metricsFile, savedPlan: savesTo,
            command: kind == .trust ? "accept" : isDryRun ? "plan" : "apply", expiryNotice: expiryNotice,
            context: context,
            inputs: (savedPlan.map { [$0] } ?? [])
                + (savedPlan == nil || checksManifest
                    ? ManifestLoader().files(of: manifest.paths(environment: context.environment)) : [])
        )
    }

    private func finish(
        _ saved: Result<SavedPlanFile, Problem>?, in context: RunContext
    ) async throws -> FinishedRun {
        let startedAt = Date.now
        let trail = try operation?.auditFile.map { path throws(AuditTrail.Failure) in try AuditTrail(path: path) }
        do {
            let input = try input(saved?.get(), in: context, startedAt: startedAt)
            return try await reconcile(input, trail: trail, in: context)
        } catch let errors as ManifestErrors {
            let report = Report(.notPlanned(errors.problems, omitted: errors.omittedErrors))
            return FinishedRun(startedAt: startedAt, report: report)
        } catch let error as ConfigurationError {
            RunEnvironment.log(error.warnings, to: context.logger)
            return FinishedRun(startedAt: startedAt, report: Report(.notPlanned(error.problems)))
        } catch let problem as Problem {
            return FinishedRun(startedAt: startedAt, report: Report(.notPlanned([problem])))
        }
    }

    /// The origin of a run's changes.
    private enum Origin: Sendable {
        case manifest(LoadedManifest)
        case savedPlan(SavedPlanFile)
    }

    /// All that the user's files ask of a run.
    private struct Input: Sendable {
        let startedAt: Date
        let origin: Origin
        let commit: String?
        let shard: Shard?
        let cloud: LoadedCloud

        /// The run that a report ends.
        func finished(_ report: Report, resolved: DesiredState? = nil, tokenExpiresAt: Date? = nil) -> FinishedRun {
            var run = FinishedRun(startedAt: startedAt, report: report, tokenExpiresAt: tokenExpiresAt)
            switch origin {
            case .manifest(let manifest):
                run.report.missingFiles = manifest.manifest.missingFiles
                // Where nobody was asked, the images that are named by ID are known all the same.
                run.desired = resolved ?? DesiredState(images: manifest.desired.images)
                run.fingerprint = manifest.fingerprint
            // A saved plan has the changes, and not all that its manifest asks for.
            case .savedPlan(let saved): run.fingerprint = saved.manifestHash
            }
            return run
        }
    }

    private func input(_ saved: SavedPlanFile?, in context: RunContext, startedAt: Date) throws -> Input {
        if let saved {
            if checksManifest { try check(saved, in: context) }
            let cloud = try LoadedCloud(flags: cloud.flags, environment: context.environment)
            return Input(
                startedAt: startedAt, origin: .savedPlan(saved), commit: saved.commit, shard: saved.shard, cloud: cloud)
        }
        let (manifest, commit) = try ManifestLoader.load(
            [kind], inWorkTree: manifest.paths(environment: context.environment),
            takesFingerprint: operation?.metricsFile != nil || savesTo != nil, printingIssuesTo: context.standardError)
        let cloud = try LoadedCloud(flags: cloud.flags, environment: context.environment)
        return Input(
            startedAt: startedAt, origin: .manifest(manifest.limited(to: shard)), commit: commit, shard: shard,
            cloud: cloud)
    }

    /// Makes sure that a saved plan was made from the manifest that is named beside it.
    private func check(_ saved: SavedPlanFile, in context: RunContext) throws {
        let loaded = try ManifestLoader(of: [kind], takesFingerprint: true)
            .load(manifest.paths(environment: context.environment), printingIssuesTo: context.standardError)
        guard loaded.fingerprint == saved.manifestHash else {
            throw Problem(
                code: .planInvalid, message: "the saved plan was made from another manifest; nothing was written",
                hint: "make a new plan, and read it")
        }
    }

    private func reconcile(_ input: Input, trail: AuditTrail?, in context: RunContext) async throws -> FinishedRun {
        let (configuration, logger) = (input.cloud.configuration, context.logger)
        RunEnvironment.log(input.cloud.warnings, to: logger)
        let asked = CloudIdentity(configuration, nil)
        if case .savedPlan(let saved) = input.origin {
            logger.info(
                "carrying out a saved plan",
                metadata: ["made_at": "\(saved.plan.moment.ISO8601Format())", "commit": "\(saved.commit ?? "none")"])
            if !saved.plan.problems.isEmpty {
                logger.warning(
                    "the saved plan has no changes of what its \(counted(saved.plan.problems.count, "problem")) concerned"
                )
            }
        }
        logger.info("run", metadata: metadata(of: input).merging(asked.metadata) { $1 })
        let requests = RequestCounter()
        do {
            let (finished, signal) = try await Interruption.listen {
                logger.stopping(on: $0)
            } leave: {
                logger.leaving(on: $0)
            } while: {
                try await CloudConnection.with(
                    configuration, limits: RunLimits(cloud, over: configuration.limits),
                    proxies: ProxySettings(environment: context.environment), logger: logger, observe: requests.count
                ) { connection in
                    await reconcile(input, over: connection, trail: trail, in: context)
                }
            }
            var run = finished
            (run.signal, run.requests) = (signal, requests.current)
            return run
        } catch let error as ConfigurationError {
            // Certificates and proxies show only now that they cannot be used; still, nothing was sent.
            var report = Report(.notPlanned(error.problems))
            report.cloud = asked
            return input.finished(report)
        }
    }

    private func reconcile(
        _ input: Input, over connection: CloudConnection, trail: AuditTrail?, in context: RunContext
    ) async -> FinishedRun {
        let progress = context.showsProgress ? Progress(clock: connection.clock, show: context.standardError.show) : nil
        let events = RunLogger(logger: context.logger, progress: progress)
        let audit = trail.map { RunAudit(trail: $0, commit: input.commit, shard: input.shard) }
        let reconciler = connection.reconciler(
            for: isDryRun ? .plan : .apply(connection.writeAccess(audit: audit, verifies: verifies, as: kind)),
            within: policy,
            resolvingLimits: resolvingLimits, as: kind, notify: events.record
        )
        var report = await events.run {
            switch input.origin {
            case .manifest(let manifest): await reconciler.run(manifest.manifest)
            case .savedPlan(let saved):
                await reconciler.run(saved.plan) { () async throws(Problem) in
                    let authorization = await connection.reading.currentAuthorization
                    try saved.check(isFor: CloudIdentity(input.cloud.configuration, authorization))
                }
            }
        }
        let authorization = await connection.reading.currentAuthorization
        let identity = CloudIdentity(input.cloud.configuration, authorization)
        (report.commit, report.cloud) = (input.commit, identity)
        context.logger.info("end", metadata: metadata(of: report).merging(identity.metadata) { $1 })
        return input.finished(report, resolved: events.resolved, tokenExpiresAt: authorization?.expiresAt)
    }

    private func metadata(of input: Input) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["commit": "\(input.commit ?? "none")"]
        switch input.origin {
        case .manifest(let loaded):
            let (manifest, desired) = (loaded.manifest, loaded.desired)
            metadata["images"] = .stringConvertible(desired.images.count)
            metadata["members"] = .stringConvertible(desired.memberCount)
            // What they come to is known once the cloud was asked.
            if manifest.setCount > 0 { metadata["image.sets"] = .stringConvertible(manifest.setCount) }
            if manifest.trustCount > 0 { metadata["trusted"] = .stringConvertible(manifest.trustCount) }
            if manifest.nameCount > 0 { metadata["names"] = .stringConvertible(manifest.nameCount) }
        case .savedPlan(let saved):
            metadata["images"] = .stringConvertible(saved.plan.images.count)
            metadata["changes"] = .stringConvertible(saved.plan.changeCount)
        }
        return metadata
    }

    private func metadata(of report: Report) -> Logger.Metadata {
        let summary = report.summary
        var metadata: Logger.Metadata = [
            "outcome": "\(report.verdict.rawValue)", "add": .stringConvertible(summary.add),
            "added": .stringConvertible(summary.created),
            "in_place": .stringConvertible(summary.unchanged),
            "problems": .stringConvertible(report.problems.count),
        ]
        if summary.remove > 0 {
            metadata["remove"] = .stringConvertible(summary.remove)
            metadata["removed"] = .stringConvertible(summary.removed)
        }
        if summary.accept > 0 {
            metadata["accept"] = .stringConvertible(summary.accept)
            metadata["accepted"] = .stringConvertible(summary.accepted)
        }
        if summary.held > 0 { metadata["held"] = .stringConvertible(summary.held) }
        return metadata
    }
}
