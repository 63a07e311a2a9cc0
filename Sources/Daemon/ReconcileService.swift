package import Pacing
package import FoundationEssentials
package import ImageSharing
package import Logging
import Synchronization

/// Keeps the cloud as the manifest says: looks again and again, and never at two things at once.
package actor ReconcileService {
    /// How often things happen.
    package struct Pace: Sendable {
        /// How often every image is looked at.
        package var interval: Duration
        /// How often the manifest is looked at.
        package var manifestInterval: Duration
        /// With more images than this, a sweep is paced over the interval.
        package var spreadsAbove: Int
        /// Whether a tick is worth a line in the log in which nothing was added and no problem came or went.
        package var tellsIdleTicks: Bool

        /// How long the loop may sleep at a time; nil for as long as there is nothing to do.
        package var longestSleep: Duration?

        /// Makes a pace.
        package init(
            interval: Duration, manifestInterval: Duration, spreadsAbove: Int, tellsIdleTicks: Bool = true,
            longestSleep: Duration? = nil
        ) {
            self.longestSleep = longestSleep
            self.tellsIdleTicks = tellsIdleTicks
            self.interval = interval
            self.manifestInterval = manifestInterval
            self.spreadsAbove = spreadsAbove
        }
    }

    /// Looks at some images, and adds what is missing: one run of a reconciler.
    ///
    /// A probe asks whether the cloud is back, and is to cost it next to nothing: nothing of it is worth trying again.
    package typealias Reconcile = @Sendable (_ images: DesiredState, _ isProbe: Bool) async -> Report

    let pace: Pace
    let clock: RunClock
    let wallClock: @Sendable () -> Date
    let board: StatusBoard
    let logger: Logger
    private let reconcile: Reconcile
    private let renewConnection: @Sendable () async -> Bool
    private let becameReady: @Sendable () -> Void
    private let madeProgress: @Sendable (String) -> Void
    private let alarm: Alarm

    private var generator: any RandomNumberGenerator & Sendable
    var source: ManifestSource
    var schedule: ReconcileSchedule
    var ledger = ImageLedger()
    var problemLog = ProblemLog()
    var warningLog = WarningLog()
    var order: [ImageID] = []
    private var sweepStart: Duration = .zero
    /// What the slices of a paced sweep have come to so far.
    private var slices: Tick?
    var nextManifestLook: Duration = .zero
    /// Why the loop cannot do its work, where it cannot.
    var outage: Outage?
    /// When the configuration is read again, while a person has something to mend.
    private var nextConfigurationLook: Duration = .zero

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - pace: how often things happen.
    ///   - clock: the daemon's time, which it waits by.
    ///   - wallClock: the time that people read.
    ///   - board: where the status is written.
    ///   - logger: where changes and problems are told.
    ///   - generator: where jitter comes from.
    ///   - alarm: rung to have the manifest read again and everything looked at, now: what SIGHUP means.
    ///   - manifest: the ways to look at the manifest.
    ///   - renewConnection: reads the configuration again, and says whether another one is in force because of it.
    ///   - becameReady: told that the manifest was read: the first time, and after each reload.
    ///   - madeProgress: told the status in one line whenever the loop has come round.
    ///   - reconcile: what to do with the images that are due.
    package init(
        pace: Pace, clock: RunClock, wallClock: @escaping @Sendable () -> Date, board: StatusBoard, logger: Logger,
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        alarm: Alarm, manifest: ManifestAccess, renewConnection: @escaping @Sendable () async -> Bool = { false },
        becameReady: @escaping @Sendable () -> Void = {}, madeProgress: @escaping @Sendable (String) -> Void,
        reconcile: @escaping Reconcile
    ) {
        self.pace = pace
        self.clock = clock
        self.wallClock = wallClock
        self.board = board
        self.logger = logger
        self.generator = generator
        self.reconcile = reconcile
        self.renewConnection = renewConnection
        self.alarm = alarm
        self.becameReady = becameReady
        self.madeProgress = madeProgress
        source = ManifestSource(manifest, clock: clock)
        schedule = ReconcileSchedule(interval: pace.interval, spreadsAbove: pace.spreadsAbove)
    }

    /// Works until the task is cancelled.
    package func run() async {
        await start()
        while !Task.isCancelled {
            await alarm.sleep(for: untilNextStep, by: clock)
            guard !Task.isCancelled else { break }
            await step()
        }
        board.update { $0.isStopping = true }
    }

    /// Loads the manifest and looks at everything for the first time.
    func start() async {
        _ = await lookAtManifest()
        becameReady()
        await sweep(because: .start)
        await mend()
        madeProgress(statusLine)
    }

    /// One turn of the loop: the manifest if it is its time, then the images that are due.
    func step() async {
        let isReload = alarm.wasRung()
        if isReload || clock.now() >= nextManifestLook {
            let changed = await lookAtManifest(isThorough: isReload)
            if isReload, await renewConnection() { outage?.renew() }
            if isReload { becameReady() }
            // A cloud that is away or refuses us is not asked once more for each edit: its probe comes anyway.
            if !changed.isEmpty && outage == nil { await look(at: changed, because: .change) }
            if isReload {
                ledger.wake()
                await sweep(because: .reload)
            }
        }
        if let slot = schedule.takeDue(at: clock.now()) { await work(through: slot) }
        await mend()
        madeProgress(statusLine)
    }

    /// Reads the configuration again where it is at fault, as often as the manifest, and tries another one at once.
    private func mend() async {
        guard outage?.problem != nil, clock.now() >= nextConfigurationLook else { return }
        nextConfigurationLook = clock.now() + pace.manifestInterval
        guard await renewConnection() else { return }
        outage?.renew()
        await probe()
    }

    /// How long there is nothing to do.
    var untilNextStep: Duration {
        let next = min(nextManifestLook, schedule.nextDue ?? nextManifestLook)
        let idle = max(.zero, next - clock.now())
        return min(idle, pace.longestSleep ?? idle)
    }

    /// Looks at everything, and plans the next sweep.
    private func sweep(because reason: TickStatus.Reason) async {
        endSlices()
        sweepStart = clock.now()
        conclude(await tick(order, because: reason))
        if outage == nil { planSweep() }
    }

    /// Looks at some images outside of the schedule; where they show that the cloud is back, at everything.
    private func look(at images: [ImageID], because reason: TickStatus.Reason, isProbe: Bool = false) async {
        let wasDown = outage != nil
        let tick = await tick(images, because: reason, isProbe: isProbe)
        if outage != nil { endSlices() }
        conclude(tick)
        if wasDown && outage == nil { await sweep(because: reason) }
    }

    /// Does what the schedule says is due.
    private func work(through slot: ReconcileSchedule.Slot) async {
        guard outage == nil else { return await probe() }
        sweepStart = slot.sweepBegan
        let slice = await tick(slot.images, because: .interval)
        slices?.append(slice)
        slices = slices ?? slice
        if slot.endsSweep || outage != nil { endSlices() }
        if slot.endsSweep && outage == nil { planSweep() }
    }

    /// Tells of a paced sweep, at its end or where something else takes its place.
    private func endSlices() {
        if let slices { conclude(slices) }
        slices = nil
    }

    /// Looks at one image to see whether the cloud is back: one that was well when it was last looked at, and another one
    /// each time, because it may be that image's own trouble that the cloud cannot answer.
    private func probe() async {
        let due = ledger.due(order, at: clock.now()).images.map(\.id)
        let well = due.filter { ledger.entries[$0]?.isWell == true }
        let candidates = well.isEmpty ? due : well
        guard !candidates.isEmpty else {
            goOn(hasWorked: false)
            return planSweep()
        }
        await look(at: [candidates[(outage?.failures ?? 0) % candidates.count]], because: .interval, isProbe: true)
    }

    private func planSweep() {
        schedule.planSweep(of: order, after: sweepStart, using: &generator)
        publishNextTick()
    }

    /// Looks at those of `images` that are not to be left alone, and adds what is missing.
    private func tick(
        _ images: [ImageID], because reason: TickStatus.Reason, isProbe: Bool = false
    ) async -> Tick {
        let begin = clock.now()
        let startedAt = wallClock()
        let due = ledger.due(images, at: begin)
        let lookedAt = due.images.map(\.id)
        let report = await reconcile(due, isProbe)
        let backOffs = ledger.record(report, at: clock.now(), using: &generator)
        let isNews = tell(report, lookedAt: lookedAt)
        showImages(lookedAt)
        board.update { status in
            status.counters.backOffs += backOffs
            status.count(report)
        }
        if !lookedAt.isEmpty { followOutage(report) }
        let status = TickStatus(
            reason: reason, startedAt: startedAt, duration: clock.now() - begin, images: lookedAt.count,
            summary: report.summary, verdict: report.verdict,
            problems: Array(report.problems.prefix(TickStatus.mostProblems))
        )
        return Tick(status, of: report, began: begin, isIdle: !isNews)
    }

    /// Tells of a tick as a whole, to the log and on the board.
    private func conclude(_ tick: Tick) {
        tell(tick)
        let now = clock.now()
        board.update { status in
            status.note(tick.status)
            status.lastTickEnd = now
        }
    }

    /// Notices what keeps the loop from its work, so that it tries with one image instead of asking for all; or its end.
    private func followOutage(_ report: Report) {
        // What a tick that was told to stop did not get says nothing about the cloud.
        guard !report.wasInterrupted else { return }
        guard let cause = report.outage else {
            if case .cloud? = outage?.cause { logger.notice("the cloud is back") }
            return goOn(hasWorked: true)
        }
        var outage = outage ?? Outage(cause)
        outage.fail(cause)
        self.outage = outage
        nextConfigurationLook = clock.now()
        schedule.planProbe(at: clock.now() + outage.wait(interval: pace.interval))
        board.update { $0.obstacle = outage.problem }
        publishNextTick()
    }

    /// Takes in that nothing keeps the loop from its work.
    ///
    /// - Parameter hasWorked: whether the cloud has shown it.
    private func goOn(hasWorked: Bool) {
        outage = nil
        board.update { status in
            status.obstacle = nil
            if hasWorked { status.hasReachedCloud = true }
        }
    }

    func publishNextTick() {
        let next = schedule.nextDue.map { wallClock().addingTimeInterval(($0 - clock.now()) / .seconds(1)) }
        board.update { $0.nextTickAt = next }
    }
}
