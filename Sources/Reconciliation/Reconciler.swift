// Reconciliation brings a cloud to what the manifests ask for, once. Here live the line from the manifest to the report,
// what is tried again and when an image is given up, and the rule that no write goes without its record.
// It knows no session, no HTTP status, no file and nobody who watches: those come in as protocols and closures.

package import FoundationEssentials
import ImageAPI
package import ImageSharing
package import Manifests
package import Pacing

/// Brings a cloud to what the manifests ask for, once: authorize, resolve, observe, plan, guard, apply, verify.
package struct Reconciler: Sendable {
    /// The end to which a run is made.
    package enum Purpose: Sendable {
        /// To show what is to be changed: there is nothing that could write.
        case plan
        /// To change it, as far as the policy allows.
        case apply(WriteAccess)
    }

    /// All that it takes to write.
    package struct WriteAccess: Sendable {
        /// Changes the members.
        package var writer: any MemberWriting
        /// Keeps account of what is written; nil where nobody does.
        package var audit: (any WriteAudit)?
        /// Reads what was written to once more; nil where nobody does.
        package var verifier: (any MemberReading)?
        /// True to wait for room in an image that is full; whoever runs again and again comes back to it instead.
        package var waitsForRoom = true

        /// Makes an access.
        package init(
            _ writer: any MemberWriting, audit: (any WriteAudit)? = nil, verifier: (any MemberReading)? = nil,
            waitsForRoom: Bool = true
        ) {
            self.writer = writer
            self.audit = audit
            self.verifier = verifier
            self.waitsForRoom = waitsForRoom
        }
    }

    private let purpose: Purpose
    private let policy: SafetyPolicy
    private let gate: any CloudGate
    private let directory: any CloudDirectory
    private let resolvingLimits: ResolvingLimits
    private let reader: any MemberReading
    private let backOff: BackOff
    private let requestTimeout: Duration
    private let concurrency: BoundedConcurrency
    private let now: @Sendable () -> Date
    private let notify: @Sendable (RunEvent) -> Void

    /// Makes a reconciler.
    ///
    /// - Parameters:
    ///   - purpose: the end to which it runs.
    ///   - policy: the limit on what it may write; a plan says whether it keeps it.
    ///   - gate: the cloud as a whole.
    ///   - directory: finds what a manifest names; not asked for a manifest of IDs.
    ///   - resolvingLimits: the most that a manifest may come out with.
    ///   - reader: reads the members.
    ///   - concurrency: the most images in work at once.
    ///   - backOff: the run's patience, shared with the sessions that read and write.
    ///   - requestTimeout: how long one answer may take; after that long without one, an image is left alone as long again.
    ///   - now: the time by which memberships end.
    ///   - notify: told of everything that happens, from any task.
    package init(
        for purpose: Purpose, within policy: SafetyPolicy, gate: any CloudGate, directory: any CloudDirectory,
        resolvingLimits: ResolvingLimits = ResolvingLimits(), reader: any MemberReading, concurrency: Int,
        backOff: BackOff, requestTimeout: Duration, now: @escaping @Sendable () -> Date = { Date.now },
        notify: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.now = now
        self.purpose = purpose
        self.policy = policy
        self.gate = gate
        self.directory = directory
        self.resolvingLimits = resolvingLimits
        self.reader = reader
        self.backOff = backOff
        self.requestTimeout = requestTimeout
        self.concurrency = BoundedConcurrency(limit: concurrency, clock: backOff.clock)
        self.notify = notify
    }

    /// Runs, from a manifest.
    ///
    /// - Parameter manifest: what users wrote.
    /// - Returns: what came of it; also when the task was cancelled on the way.
    package func run(_ manifest: Manifest) async -> Report {
        await warning(of: report(on: { await resolve(manifest) }, forNothing: manifest.isEmpty))
    }

    /// Runs, from what a manifest has been resolved to.
    ///
    /// - Parameters:
    ///   - desired: what the manifests ask for.
    ///   - others: all that the limit counts beside the run's own plan.
    /// - Returns: what came of it; also when the task was cancelled on the way.
    package func run(_ desired: DesiredState, beside others: RemovalsBeside = RemovalsBeside()) async -> Report {
        await warning(of: report(on: { desired }, forNothing: desired.images.isEmpty, beside: others))
    }

    /// Carries out a saved plan, and nothing else.
    ///
    /// - Parameters:
    ///   - saved: the saved plan.
    ///   - check: called once there is a token, and before anything else is asked; throws why the plan is not one for it.
    /// - Returns: what came of it; also when the task was cancelled on the way.
    package func run(_ saved: SavedPlan, _ check: () async throws(Problem) -> Void) async -> Report {
        let wishes = { () async throws(Problem) in
            try await check()
            let desired = saved.desired
            notify(.resolved(desired))
            return desired
        }
        // One without changes needs a token, too: it says for which cloud and project the plan is looked at.
        return await warning(of: report(on: wishes, carryingOut: saved, forNothing: false))
    }

    /// Finds out what a manifest asks for: its questions are asked, each once, and whatever has no answer is a problem.
    ///
    /// - Parameter manifest: what users wrote.
    /// - Returns: what it asks for, as far as that could be found out.
    package func resolve(_ manifest: Manifest) async -> DesiredState {
        let questions = manifest.questions
        if !questions.isEmpty { await begin(.resolving(lookups: questions.count)) }
        let desired = manifest.resolve(await answers(to: questions), within: resolvingLimits)
        if !desired.sets.isEmpty || !desired.projectNames.isEmpty { notify(.resolved(desired)) }
        return desired
    }

    private func warning(of report: Report) -> Report {
        for warning in report.warnings { notify(.warned(warning)) }
        return report
    }

    private func answers(to questions: CloudQuestions) async -> CloudAnswers {
        async let images = images(questions.images)
        async let offers = questions.offers ? offers() : nil
        let found = await concurrency.run(questions.projects) {
            (_: (ProjectQuery, Result<[FoundProject], Problem>)) in
            false
        } step: { query in
            .finished((query, await self.projects(query)))
        }
        return CloudAnswers(
            images: await images, projects: Dictionary(found) { first, _ in first }, offers: await offers)
    }

    private func projects(_ query: ProjectQuery) async -> Result<[FoundProject], Problem> {
        do throws(Problem) { return .success(try await directory.projects(query)) } catch { return .failure(error) }
    }

    private func offers() async -> Result<ImageOffers, Problem> {
        do throws(Problem) { return .success(try await directory.offers()) } catch { return .failure(error) }
    }

    private func images(_ query: ImageQuery?) async -> Result<[FoundImage], Problem>? {
        guard let query else { return nil }
        do throws(Problem) { return .success(try await directory.images(query)) } catch { return .failure(error) }
    }

    private func report(
        on wishes: () async throws(Problem) -> DesiredState, carryingOut saved: SavedPlan? = nil, forNothing: Bool,
        beside others: RemovalsBeside = RemovalsBeside()
    ) async -> Report {
        let user: String?
        do throws(Setback) { user = forNothing ? nil : try await authorize() } catch {
            return error.kind == .interrupted
                ? Report(.notPlanned([]), ending: .interrupted) : Report(.notPlanned([error.problem]))
        }
        let desired: DesiredState
        do throws(Problem) { desired = try await wishes() } catch { return Report(.notPlanned([error])) }
        // What a lookup says that was told to stop is about no row.
        if Task.isCancelled && !desired.problems.isEmpty { return Report(.notPlanned([]), ending: .interrupted) }
        let moment = now()
        let current = await observe(desired, as: .reading(images: desired.images.count), by: reader, at: moment)
        let plan =
            saved.map { Plan($0, current: current, at: moment) }
            ?? Plan(desired: desired, current: current, at: moment)
        let beside = others.tally(beside: plan) + RemovalTally(members: saved?.otherMembers ?? 0)
        let objection = policy.objection(to: plan, beside: beside)
        let ending = await ending
        guard case .apply(let access) = purpose else {
            return Report(
                .planned(plan, objection: objection, leaves: policy.removalsLeft(of: plan)), ending: ending)
        }
        // What has ended the run for everybody leaves nothing to be written by; what was to be written is told as untried.
        guard ending == .regular, !plan.problems.contains(where: { $0.code.endsTheRun }) else {
            return Report(.applied(plan, .untried(plan)), ending: ending)
        }
        if let objection { return Report(.refused(plan, objection)) }
        let execution = await apply(plan, by: access, for: user)
        let verification = await verify(execution, of: plan, by: access)
        return Report(.applied(plan, execution, verification: verification), ending: await self.ending)
    }

    private func authorize() async throws(Setback) -> String? {
        await begin(.authorizing)
        return try await reader.authorize()
    }

    private func observe(
        _ desired: DesiredState, as phase: RunPhase, by reader: any MemberReading, at moment: Date
    ) async -> CurrentState {
        await begin(phase)
        let observer = Observer(reader: reader, backOff: backOff, concurrency: concurrency, notify: notify)
        return await observer.observe(desired, at: moment) { await begin($0) }
    }

    private func apply(_ plan: Plan, by access: WriteAccess, for user: String?) async -> Execution {
        var writer = access.writer
        if let audit = access.audit { writer = AuditedWriter(writer, audit: audit, user: user, plan: plan) }
        let mayRemove = policy.maximumRemovals != nil
        let counts = plan.images.map { $0.changeCount - (mayRemove ? 0 : $0.removals.count) }.filter { $0 > 0 }
        let changes = counts.reduce(0, +)
        await begin(.writing(changes: changes, images: counts.count, onlyAdds: changes == plan.additionCount))
        let execution = await Executor(
            reader: reader, writer: writer, backOff: backOff, requestTimeout: requestTimeout,
            waitsForRoom: access.waitsForRoom, mayRemove: mayRemove, concurrency: concurrency, notify: notify
        ).apply(plan)
        var problems = execution.problems
        if let left = policy.removalsLeft(of: plan) { problems.append(left) }
        // No write comes after the last one to find out that it could not be recorded.
        if let audit = access.audit, !problems.contains(where: { $0.code == .auditFailed }) {
            do throws(Problem) { try await audit.check() } catch { problems.append(error) }
        }
        return Execution(outcomes: execution.outcomes, problems: problems)
    }

    /// Reads what was written to once more: what is not as it was left is a change of the plan that comes of it.
    private func verify(_ execution: Execution, of plan: Plan, by access: WriteAccess) async -> Plan? {
        let written = DesiredState(writtenBy: execution, of: plan)
        guard let verifier = access.verifier, !written.images.isEmpty, !Task.isCancelled else { return nil }
        let current = await observe(
            written, as: .verifying(images: written.images.count), by: verifier, at: plan.moment)
        return Plan(desired: written, current: current, at: plan.moment)
    }

    private func begin(_ phase: RunPhase) async {
        notify(.began(phase))
        await gate.prepare(for: phase)
    }

    private var ending: Report.Ending {
        get async {
            if Task.isCancelled { return .interrupted }
            return await gate.conclusion.map { .cutShort($0) } ?? .regular
        }
    }
}
