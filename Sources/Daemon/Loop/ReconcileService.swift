package import FoundationEssentials
package import ImageSharing
package import Logging
package import OpenStack
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
    package typealias Reconcile = @Sendable (DesiredState) async -> Report

    /// How long after a failed look the first probe of a cloud that is down comes; doubled up to a minute.
    static let firstProbe = Duration.seconds(5)
    static let longestProbe = Duration.seconds(60)

    let pace: Pace
    let clock: RunClock
    let wallClock: @Sendable () -> Date
    let board: StatusBoard
    let logger: Logger
    private let reconcile: Reconcile
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
    var probes = 0

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
    ///   - readManifest: reads the manifest, good or not.
    ///   - becameReady: told that the manifest was read: the first time, and after each reload.
    ///   - madeProgress: told the status in one line whenever the loop has come round.
    ///   - reconcile: what to do with the images that are due.
    package init(
        pace: Pace, clock: RunClock, wallClock: @escaping @Sendable () -> Date, board: StatusBoard, logger: Logger,
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        alarm: Alarm, readManifest: @escaping @Sendable () async -> ManifestVersion,
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
        self.alarm = alarm
        self.becameReady = becameReady
        self.madeProgress = madeProgress
        source = ManifestSource(clock: clock, read: readManifest)
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
        madeProgress(statusLine)
    }

    /// One turn of the loop: the manifest if it is its time, then the images that are due.
    func step() async {
        let isReload = alarm.wasRung()
        if isReload || clock.now() >= nextManifestLook {
            let changed = await lookAtManifest()
            if isReload { becameReady() }
            if !changed.isEmpty { await look(at: changed, because: .change) }
            if isReload {
                ledger.wake()
                await sweep(because: .reload)
            }
        }
        if let slot = schedule.takeDue(at: clock.now()) { await work(through: slot) }
        madeProgress(statusLine)
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
        if probes == 0 { planSweep() }
    }

    /// Looks at some images outside of the schedule; where they show that the cloud is back, at everything.
    private func look(at images: [ImageID], because reason: TickStatus.Reason) async {
        let wasDown = probes > 0
        let tick = await tick(images, because: reason)
        if probes > 0 { endSlices() }
        conclude(tick)
        if wasDown && probes == 0 { await sweep(because: reason) }
    }

    /// Does what the schedule says is due.
    private func work(through slot: ReconcileSchedule.Slot) async {
        guard probes == 0 else { return await probe() }
        sweepStart = slot.sweepBegan
        let slice = await tick(slot.images, because: .interval)
        slices?.append(slice)
        slices = slices ?? slice
        if slot.endsSweep || probes > 0 { endSlices() }
        if slot.endsSweep && probes == 0 { planSweep() }
    }

    /// Tells of a paced sweep, at its end or where something else takes its place.
    private func endSlices() {
        if let slices { conclude(slices) }
        slices = nil
    }

    /// Looks at one image to see whether the cloud is back: another one each time, because it may be that image's own
    /// trouble that the cloud cannot answer.
    private func probe() async {
        let due = ledger.due(order, at: clock.now()).images
        guard !due.isEmpty else {
            probes = 0
            return planSweep()
        }
        await look(at: [due[probes % due.count].id], because: .interval)
    }

    private func planSweep() {
        schedule.planSweep(of: order, after: sweepStart, using: &generator)
        publishNextTick()
    }

    /// Looks at those of `images` that are not to be left alone, and adds what is missing.
    private func tick(_ images: [ImageID], because reason: TickStatus.Reason) async -> Tick {
        let begin = clock.now()
        let startedAt = wallClock()
        let due = ledger.due(images, at: begin)
        let lookedAt = due.images.map(\.id)
        let report = await reconcile(due)
        let backOffs = ledger.record(report, at: clock.now(), using: &generator)
        let isNews = tell(report, lookedAt: lookedAt)
        showImages(lookedAt)
        board.update { status in
            status.counters.backOffs += backOffs
            status.count(report)
        }
        followOutage(report)
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
        board.update { $0.note(tick.status) }
    }

    /// Notices that the cloud is down, so that it is probed with one image instead of being asked for all, or is back.
    private func followOutage(_ report: Report) {
        // What a tick that was told to stop did not get says nothing about the cloud.
        guard !report.wasInterrupted else { return }
        guard report.isCloudsTrouble else {
            if probes > 0 { logger.notice("the cloud is back") }
            probes = 0
            return
        }
        let wait = min(Self.longestProbe, pace.interval, Self.firstProbe * (1 << min(probes, 10)))
        probes += 1
        schedule.planProbe(at: clock.now() + wait)
        publishNextTick()
    }

    func publishNextTick() {
        let next = schedule.nextDue.map { wallClock().addingTimeInterval(($0 - clock.now()) / .seconds(1)) }
        board.update { $0.nextTickAt = next }
    }
}
