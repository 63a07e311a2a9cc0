import Daemon
import FoundationEssentials
import ImageSharing
import Logging
import Manifests
import OpenStack

/// The daemon at work: the loop, and beside it the status server.
struct DaemonRun: Sendable {
    let configuration: CloudConfiguration
    let paths: [String]
    let loop: DaemonOptions
    let limits: RunLimits
    let proxies: ProxySettings
    let metricsFile: MetricsFile?
    let audit: AuditTrail?
    let board: StatusBoard
    let notifier: SystemdNotifier
    let alarm: Alarm
    let logger: Logger

    /// Works until the task is cancelled.
    ///
    /// - Throws: why the status cannot be served.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let address = loop.listen {
                let server = StatusServer(
                    address: address, status: { board.current }, timeSinceProgress: { notifier.timeSinceProgress })
                group.addTask {
                    try await server.run { address in
                        logger.notice("status", metadata: ["url": "http://\(address)/"])
                    }
                }
            }
            group.addTask {
                try await CloudConnection.with(
                    configuration, limits: limits, proxies: proxies, logger: requestLogger
                ) { event in
                    // Also a refusal is progress: the loop is alive, and it is the cloud that is not.
                    notifier.progress()
                    board.update { $0.counters.count(event) }
                } _: { connection in
                    await service(over: connection).run()
                }
            }
            // Whichever ends first ends the other: a daemon that cannot be seen into is not what was asked for.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// What is tried again is not worth a line: what comes of it is told, and the next look comes anyway.
    private var requestLogger: Logger {
        var requests = logger
        if logger.logLevel == .notice { requests.logLevel = .warning }
        return requests
    }

    private func service(over connection: CloudConnection) -> ReconcileService {
        ReconcileService(
            pace: ReconcileService.Pace(
                interval: loop.interval.duration, manifestInterval: loop.manifestInterval.duration,
                spreadsAbove: loop.spreadsAbove, tellsIdleTicks: !loop.quiet,
                // A loop that has nothing to do is alive, and has to show it.
                longestSleep: notifier.watchdogInterval
            ),
            clock: connection.clock, wallClock: { Date.now }, board: board, logger: logger, alarm: alarm,
            readManifest: readManifest, becameReady: notifier.ready, madeProgress: madeProgress
        ) { desired in
            await connection.beginRun()
            await audit?.beginRun()
            let run = CloudRun(
                // The watchdog is fed by what gets done, also in the middle of a long tick.
                purpose: loop.dryRun ? .plan : .apply(SafetyPolicy()), connection: connection,
                notice: { _ in notifier.progress() }, audit: audit, waitsForRoom: false,
                commit: board.current.manifest.commit
            )
            let report = await run.perform(desired)
            let expiry = await connection.reading.currentAuthorization?.expiresAt
            board.update { $0.tokenExpiresAt = expiry }
            return report
        }
    }

    @Sendable private func madeProgress(_ line: String) {
        notifier.progress()
        notifier.status(line)
        metricsFile?.write(board.current)
    }

    @Sendable private func readManifest() -> ManifestVersion {
        let revision = RunEnvironment.revision(of: paths)
        do {
            let manifest = try ManifestLoader(takesFingerprint: true, blobHash: revision?.blobHash).load(paths)
            return ManifestVersion(
                desired: manifest.desired, problems: [], hash: manifest.fingerprint ?? "", files: manifest.files,
                commit: revision?.name(reading: paths, blobs: manifest.blobs)
            )
        } catch {
            return ManifestVersion(
                desired: nil, problems: error.problems, hash: error.fingerprint ?? "", files: [],
                commit: revision?.name(reading: paths, blobs: error.blobs)
            )
        }
    }
}
