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
        /// Whether a tick in which nothing changed is worth a line in the log.
        package var tellsIdleTicks: Bool

        /// Makes a pace.
        package init(
            interval: Duration, manifestInterval: Duration, spreadsAbove: Int, tellsIdleTicks: Bool = true
        ) {
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
    private var source: ManifestSource
    var schedule: ReconcileSchedule
    var ledger = ImageLedger()
    var problemLog = ProblemLog()
    var order: [ImageID] = []
    private var sweepStart: Duration = .zero
    private var nextManifestLook: Duration = .zero
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
        await lookAtManifest()
        becameReady()
        await sweep(order, because: .start)
        madeProgress(statusLine)
    }

    /// One turn of the loop: the manifest if it is its time, then the images that are due.
    func step() async {
        if alarm.wasRung() {
            await lookAtManifest()
            becameReady()
            await sweep(order, because: .reload)
        } else if clock.now() >= nextManifestLook {
            await lookAtManifest()
        }
        if let slot = schedule.takeDue(at: clock.now()) {
            if probes > 0 {
                await sweep(slot.images, because: .interval)
            } else {
                sweepStart = slot.sweepBegan
                await tick(slot.images, because: .interval)
                if slot.endsSweep && probes == 0 { planSweep() }
            }
        }
        madeProgress(statusLine)
    }

    /// How long there is nothing to do.
    var untilNextStep: Duration {
        let next = min(nextManifestLook, schedule.nextDue ?? nextManifestLook)
        return max(.zero, next - clock.now())
    }

    private func lookAtManifest() async {
        nextManifestLook = clock.now() + pace.manifestInterval
        guard let version = await source.look() else { return }
        source.note(version)
        guard version.desired == nil else { return await adopt(version) }
        board.update { $0.manifest.problems = version.problems }
        for problem in version.problems {
            var facts = Self.facts(problem)
            facts["reason"] = "\(problem.message)"
            logger.error("manifest refused; the last good one stays in force", metadata: facts)
        }
    }

    private func adopt(_ version: ManifestVersion) async {
        guard let desired = version.desired else { return }
        let isFirst = board.current.manifest.loadedAt == nil
        let changed = ledger.adopt(desired)
        order = desired.images.map(\.id)
        let now = wallClock()
        board.update { status in
            status.manifest.loadedAt = now
            status.manifest.hash = version.hash
            status.manifest.commit = version.commit
            status.manifest.files = version.files
            status.manifest.problems = []
        }
        showAllImages()
        logger.notice(
            "manifest in force",
            metadata: [
                "images": "\(desired.images.count)", "members": "\(desired.memberCount)",
                "images.changed": "\(changed.count)", "manifest.hash": "\(version.hash.prefix(12))",
                "commit": "\(version.commit ?? "none")",
            ]
        )
        if desired.memberCount == 0 { logger.warning("the manifest asks for nothing; what is shared stays shared") }
        guard !isFirst else { return }
        if !changed.isEmpty { await tick(changed, because: .change) }
        // Images that came or went belong into the sweep from now on.
        if probes == 0 { planSweep() }
    }

    /// Looks at images outside of the schedule, and plans what comes next.
    private func sweep(_ images: [ImageID], because reason: TickStatus.Reason) async {
        sweepStart = clock.now()
        let wasDown = probes > 0
        await tick(images, because: reason)
        if wasDown && probes == 0 && images.count < order.count {
            logger.notice("the cloud is back")
            sweepStart = clock.now()
            await tick(order, because: reason)
        }
        if probes == 0 { planSweep() }
    }

    private func planSweep() {
        schedule.planSweep(of: order, after: sweepStart, using: &generator)
        publishNextTick()
    }

    /// Looks at those of `images` that are not to be left alone, and adds what is missing.
    private func tick(_ images: [ImageID], because reason: TickStatus.Reason) async {
        let begin = clock.now()
        let startedAt = wallClock()
        let due = ledger.due(images, at: begin)
        let lookedAt = due.images.map(\.id)
        let report = await reconcile(due)
        ledger.record(report, at: clock.now(), using: &generator)
        tell(report, lookedAt: Set(lookedAt), because: reason)
        let tick = TickStatus(
            reason: reason, startedAt: startedAt, duration: clock.now() - begin, images: due.images.count,
            summary: report.summary, verdict: report.verdict, problems: Array(report.problems.prefix(20))
        )
        let finishedAt = wallClock()
        board.update { status in
            status.note(tick, of: report, endedAt: finishedAt)
        }
        showImages(lookedAt)
        followOutage(report, images: lookedAt)
    }

    /// Notices that the cloud is down, so that it is probed with one image instead of being asked for all.
    private func followOutage(_ report: Report, images: [ImageID]) {
        let isDown =
            report.verdict == .failed && !report.problems.isEmpty
            && report.problems.allSatisfy { $0.code.isTransient || $0.code.endsTheRun }
        guard isDown, let probe = images.first ?? order.first else {
            probes = 0
            return
        }
        let wait = min(Self.longestProbe, pace.interval, Self.firstProbe * (1 << min(probes, 10)))
        probes += 1
        schedule.planProbe(of: probe, at: clock.now() + wait)
        publishNextTick()
    }

    private func publishNextTick() {
        let next = schedule.nextDue.map { wallClock().addingTimeInterval(($0 - clock.now()) / .seconds(1)) }
        board.update { $0.nextTickAt = next }
    }
}
