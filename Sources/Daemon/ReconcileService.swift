// Keep doing it: here live the loop, its schedule, the ledger of images and the daemon's status.
// Doing it once is somebody else's: a run from the manifest to the report is one call of `CloudReconciling`. So no HTTP, no
// OpenStack, no file, no signal and no service manager is known here; they come in by the protocols beside this file.

import ImageSharing
package import Logging
import Manifests
package import Pacing
import ServiceLifecycle

/// Keeps the cloud as the manifest says: reconciles again and again, and never two things at once.
package actor ReconcileService: Service {
    let options: Options
    let cloud: any CloudReconciling
    private let notifier: any LoopNotifying
    let store: StatusStore
    /// The sleep between two turns, which a reload ends.
    private let reload: InterruptibleSleep
    let clock: DaemonClock
    let logger: Logger
    private var generator: any RandomNumberGenerator & Sendable

    var watcher: ManifestWatcher
    var schedule: ReconcileSchedule
    var ledger = ImageLedger()
    var problemLog = ProblemLog()
    var warningLog = WarningLog()
    var lookupLog = LookupLog()
    var removalLog = RemovalLog()
    var expiryLog = ExpiryLog()
    /// The images of which it was told that nobody offers them who is trusted.
    var toldOffers: Set<ImageID> = []
    /// The manifest in force; nil before there was a good one.
    var manifest: Manifest?
    /// The images and members that it came to when it was last resolved.
    var desired = DesiredState(images: [])
    /// The images, in the manifest's order.
    var order: [ImageID] = []
    /// The number of images from which on a run is much work.
    private static let manyImages = 1000
    /// True if much was done since the loop last rested.
    var hasDoneMuch = false
    private var sweepStart: Duration = .zero
    /// The sum of the slices of a paced sweep so far.
    private var slices: Tick?
    var nextManifestPoll: Duration = .zero
    /// The images that were to be reconciled while the manifest was being changed, and from which somebody may be removed.
    var deferred: Set<ImageID> = []
    /// The outage that keeps the loop from its work, if there is one.
    var outage: Outage?
    /// The moment when the configuration is read again, while a person has something to mend.
    var nextConfigurationRetry: Duration = .zero

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - options: the user's word on how the loop works.
    ///   - manifest: the manifest.
    ///   - cloud: the cloud.
    ///   - notifier: the watcher over the process.
    ///   - store: the status, which is kept up to date.
    ///   - reload: woken to have manifest and configuration read again and every image reconciled, now: the meaning of
    ///     SIGHUP.
    ///   - clock: the daemon's clocks.
    ///   - logger: the log of changes and problems.
    ///   - generator: the source of jitter.
    package init(
        _ options: Options, manifest: any ManifestReading, cloud: any CloudReconciling, notifier: any LoopNotifying,
        store: StatusStore, reload: InterruptibleSleep, clock: DaemonClock, logger: Logger,
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.options = options
        self.cloud = cloud
        self.notifier = notifier
        self.store = store
        self.reload = reload
        self.clock = clock
        self.logger = logger
        self.generator = generator
        watcher = ManifestWatcher(manifest, clock: clock.run)
        schedule = ReconcileSchedule(interval: options.interval, spreadsAbove: options.spreadsAbove)
    }

    /// Works until its service group shuts down gracefully or the task is cancelled; writes in flight are finished.
    package func run() async {
        await withTaskCancellationOrGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await self.keepReconciling() }
        } onCancelOrGracefulShutdown: { [store] in
            store.update { $0.isStopping = true }
        }
    }

    private func keepReconciling() async {
        await start()
        while !Task.isCancelled {
            await reload.sleep(for: untilNextStep, by: clock.run)
            guard !Task.isCancelled else { break }
            await step()
        }
    }

    /// Reads the manifest and reconciles every image for the first time.
    func start() async {
        _ = await pollManifest()
        notifier.ready()
        await reconcileAll(because: .start, resolvesAgain: false)
        await retryConfiguration()
        reportExpiries()
        notifier.progress(statusLine)
        rest()
    }

    /// Makes one turn of the loop: the manifest if it is its time, the images of which a membership has ended, those that had
    /// to wait for the manifest, then those that are due.
    func step() async {
        let isReload = reload.wasWoken()
        if isReload || clock.now >= nextManifestPoll {
            let changed = await pollManifest(isThorough: isReload)
            let isElsewhere = isReload ? await cloud.renewConfiguration() : false
            if isElsewhere { outage?.renew() }
            if isReload { notifier.ready() }
            // A cloud that is away or refuses us is not asked once more for each edit: its probe comes anyway.
            if let changed, !changed.isEmpty, outage == nil { await reconcile(changed, because: .change) }
            if isReload {
                ledger.endBackOffs()
                await reconcileAll(because: .reload, resolvesAgain: changed == nil || isElsewhere || outage != nil)
            }
        }
        await reconcileEnded()
        await reconcileDeferred()
        if let slot = schedule.takeDue(at: clock.now) { await reconcile(slot) }
        await retryConfiguration()
        reportExpiries()
        notifier.progress(statusLine)
        rest()
    }

    private func rest() {
        guard hasDoneMuch else { return }
        hasDoneMuch = false
        notifier.rest()
    }

    /// The time for which there is nothing to do.
    var untilNextStep: Duration {
        let next = min(nextManifestPoll, schedule.nextDue ?? nextManifestPoll)
        return max(.zero, [next - clock.now, untilNextEnd, options.longestSleep].compactMap(\.self).min() ?? .zero)
    }

    /// Reconciles every image, and plans the next sweep.
    ///
    /// - Parameters:
    ///   - reason: the reason for it.
    ///   - resolvesAgain: false where what the manifest names was looked up just now.
    func reconcileAll(because reason: TickStatus.Reason, resolvesAgain: Bool = true) async {
        recordSlices()
        sweepStart = clock.now
        if resolvesAgain { _ = await resolveAgain() }
        record(await tick(order, because: reason))
        if outage == nil { planSweep() }
    }

    /// Reconciles some images outside of the schedule; where they show that the cloud is back, every image.
    func reconcile(_ images: [ImageID], because reason: TickStatus.Reason, isProbe: Bool = false) async {
        let wasDown = outage != nil
        let tick = await tick(images, because: reason, isProbe: isProbe)
        if outage != nil { recordSlices() }
        record(tick)
        if wasDown && outage == nil { await reconcileAll(because: reason) }
    }

    /// Reconciles the images of a slot that is due; during an outage, the slot is a probe's.
    private func reconcile(_ slot: ReconcileSchedule.Slot) async {
        guard outage == nil else { return await probe() }
        sweepStart = slot.sweepBegan
        // What is new waits for no turn: an image, and a project, is shared within one interval.
        let changed = slot.beginsSweep ? await resolveAgain() : []
        let images = Set(slot.images)
        let slice = await tick(
            slot.images + changed.filter { !images.contains($0) }, because: .interval,
            after: slices?.status.summary.removed ?? 0)
        slices?.append(slice)
        slices = slices ?? slice
        if slot.endsSweep || outage != nil { recordSlices() }
        if slot.endsSweep && outage == nil { planSweep() } else { publishNextTick() }
    }

    /// Records the slices of a paced sweep as one tick, at its end or where something else takes its place.
    private func recordSlices() {
        if let slices { record(slices) }
        slices = nil
    }

    func planSweep() {
        schedule.planSweep(of: order, after: sweepStart, using: &generator)
        publishNextTick()
    }

    /// Reconciles those of `images` that are not backed off, and takes in what came of them.
    ///
    /// A plan that removes more than the limit allows is refused as a whole, and would be each time, with whatever else is in
    /// it. So the images that it removes members from are a plan of their own from then on, and all others go on.
    ///
    /// - Parameters:
    ///   - images: the images.
    ///   - reason: the reason for it.
    ///   - isProbe: true if the question is only whether the cloud is back.
    ///   - removed: the members that the same sweep has removed from other images: its slices are one run to the limit.
    /// - Returns: what came of them.
    private func tick(
        _ images: [ImageID], because reason: TickStatus.Reason, isProbe: Bool = false, after removed: Int = 0
    ) async -> Tick {
        let images = isProbe ? images : await upToDate(images)
        let refused = isProbe ? [] : images.filter { ledger.isRefused($0) }
        guard !refused.isEmpty else {
            return await run(images, of: desired, because: reason, isProbe: isProbe, after: removed)
        }
        let others = Set(images).subtracting(refused)
        var tick: Tick?
        if !others.isEmpty {
            let first = await run(images.filter(others.contains), of: desired, because: reason, after: removed)
            guard outage == nil, !Task.isCancelled else { return first }
            tick = first
        }
        // The problems of lookups are told with the others.
        let names = tick == nil ? desired : DesiredState(images: [], projectNames: desired.projectNames)
        let second = await run(
            refused, of: names, because: reason, after: removed + (tick?.status.summary.removed ?? 0))
        tick?.append(second)
        return tick ?? second
    }

    /// Reconciles images as one plan.
    private func run(
        _ images: [ImageID], of all: DesiredState, because reason: TickStatus.Reason, isProbe: Bool = false,
        after removed: Int
    ) async -> Tick {
        let begin = clock.now
        let startedAt = clock.date
        var due = ledger.due(images, at: begin, of: isProbe ? DesiredState(images: []) : all)
        let ids = due.images.map(\.id)
        // Where nobody can be removed, the other images do not matter.
        let mayRemove = !isProbe && due.images.contains(where: \.terms.mayRemove)
        let others = RemovalsBeside(lastSeen: mayRemove ? ledger.tallies : [:], removed: removed)
        // Nobody has looked at the other images: what a probe would remove may be a slice of what the limit refuses.
        if isProbe { due = DesiredState(images: due.images.map { $0.keepingEverybody(because: .onlyProbed) }) }
        if ids.count >= Self.manyImages { hasDoneMuch = true }
        ledger.ask(for: ids, at: startedAt)
        let report = await cloud.reconcile(due, at: startedAt, beside: others, isProbe: isProbe)
        let backOffs = ledger.record(report, at: clock.now, using: &generator)
        let isNews = log(report, of: ids)
        publish(ids)
        store.update { status in
            status.counters.backOffs += backOffs
            status.countChanges(of: report)
        }
        if !ids.isEmpty || !due.problems.isEmpty { updateOutage(after: report, because: reason) }
        let status = TickStatus(
            reason: reason, startedAt: startedAt, duration: clock.now - begin, images: ids.count,
            summary: report.summary, verdict: report.verdict,
            problems: Array(report.problems.prefix(TickStatus.mostProblems))
        )
        return Tick(status, of: report, began: begin, isIdle: !isNews)
    }

    /// Records a tick as a whole, in the log and in the status.
    private func record(_ tick: Tick) {
        log(tick)
        let now = clock.now
        store.update { status in
            status.record(tick.status)
            status.lastTickEnd = now
        }
    }
}
