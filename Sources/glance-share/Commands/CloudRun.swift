import Host
import ImageAPI
import ImageSharing
import OpenStack
import Reconciliation

/// One run over a connection: plan, and apply where that is the purpose.
struct CloudRun: Sendable {
    let purpose: SharingRun.Purpose
    let connection: CloudConnection
    /// Told of what happens.
    let notice: @Sendable (RunEvent) -> Void
    /// Told of each phase and how much there is to do in it, where that can be counted.
    var begin: @Sendable (_ phase: String, _ total: Int?) -> Void = { _, _ in }
    /// Where each write is written down, if it is.
    var audit: AuditTrail?
    /// Whether a full image is waited for; a daemon comes back to it.
    var waitsForRoom = true
    /// Whether the images that were written to are read once more.
    var verifies = false
    /// The commit of the manifest.
    var commit: String?

    /// Looks at some images as a daemon does, which comes back to them: over a connection that earlier looks have used.
    ///
    /// - Parameters:
    ///   - desired: what the manifests ask for.
    ///   - isProbe: whether it only asks whether the cloud is back: nothing is tried again then, for the next probe comes.
    /// - Returns: what came of it.
    func look(at desired: DesiredState, isProbe: Bool) async -> Report {
        await connection.beginRun(isPatient: !isProbe)
        await audit?.beginRun()
        return await perform(desired)
    }

    /// Runs.
    ///
    /// - Parameter desired: what the manifests ask for.
    /// - Returns: what came of it; also when the task was cancelled on the way.
    func perform(_ desired: DesiredState) async -> Report {
        var report = await outcome(desired)
        report.commit = commit
        for warning in report.warnings { notice(.warned(warning)) }
        return report
    }

    private func outcome(_ desired: DesiredState) async -> Report {
        // A refused token is one problem of the run, not one of each image.
        do throws(OpenStackError) {
            if !desired.images.isEmpty {
                begin("asking for a token", nil)
                _ = try await connection.reading.authorization()
            }
        } catch {
            return error.code == .interrupted
                ? Report(problems: [], wasInterrupted: true) : Report(problems: [Problem(error)])
        }
        let reconciler = Reconciler(
            concurrency: connection.limits.concurrency, backOff: connection.backOff,
            requestTimeout: connection.limits.requestTimeout, waitsForRoom: waitsForRoom
        ) { notice($0) }
        begin("reading", desired.images.count)
        await connection.throttle.expectReads(of: desired.images.count)
        let plan = await reconciler.plan(desired, reading: ImageClient(session: connection.reading))
        // What has ended the run for everybody leaves nothing to be written by.
        let ending = await self.ending
        guard case .apply(let policy) = purpose, !Task.isCancelled, ending == nil,
            !plan.problems.contains(where: { $0.code.endsTheRun })
        else {
            // What was to be written and was not is told as such.
            let execution: Execution? = if case .apply = purpose { .untried(plan) } else { nil }
            return Report(plan: plan, execution: execution, wasInterrupted: Task.isCancelled, ending: ending)
        }
        if let objection = policy.objection(to: plan) { return Report(plan: plan, refusal: objection) }
        begin("adding", plan.additionCount)
        await connection.throttle.expectWrites(to: plan.images.count { !$0.additions.isEmpty })
        let execution = await apply(plan, by: reconciler)
        let verification = await verify(execution, of: plan, by: reconciler)
        return Report(
            plan: plan, execution: execution, verification: verification, wasInterrupted: Task.isCancelled,
            ending: await self.ending
        )
    }

    /// What has ended the run for every image; nil where nothing has.
    private var ending: Problem? {
        get async {
            guard !Task.isCancelled else { return nil }
            let service = await connection.reading.currentAuthorization?.imageService
            // As it is told of each image: who it was, and by which setting.
            return await connection.throttle.conclusion.map { error in
                Problem(service.map { error.unreached($0) } ?? error)
            }
        }
    }

    /// Reads what was written to once more: what is missing there now is an addition of the plan that comes of it.
    private func verify(_ execution: Execution, of plan: Plan, by reconciler: Reconciler) async -> Plan? {
        let written = DesiredState(writtenBy: execution, of: plan)
        guard verifies, !written.images.isEmpty, !Task.isCancelled else { return nil }
        begin("verifying", written.images.count)
        await connection.throttle.expectReads(of: written.images.count)
        return await reconciler.plan(
            written, reading: ImageClient(session: connection.reading, looksAtEachImage: true))
    }

    private func apply(_ plan: Plan, by reconciler: Reconciler) async -> Execution {
        let client = ImageClient(session: connection.writing)
        guard let audit else { return await reconciler.apply(plan, with: client) }
        let user = try? await connection.writing.authorization().user
        let members = AuditedMembers(client: client, trail: audit, commit: commit, user: user, plan: plan)
        return await reconciler.apply(plan, with: members)
    }
}
