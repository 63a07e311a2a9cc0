import OpenStack
import Pacing
import Host
import Monitoring
import Daemon
import FoundationEssentials
import ImageSharing
import Logging
import Reconciliation

/// The daemon at work: the loop, and beside it the status server.
struct DaemonRun: Sendable {
    let configuration: DaemonConfiguration
    let cloud: CloudOptions
    let paths: [String]
    let loop: DaemonOptions
    let operation: OperationOptions
    let board: StatusBoard
    let notifier: SystemdNotifier
    let alarm: Alarm
    let logger: Logger
    /// The daemon's own time.
    let clock: RunClock

    /// Works until the task is cancelled.
    ///
    /// - Throws: why the status cannot be served, or the lock, the audit trail or the certificates not be used.
    func run() async throws {
        if operation.lock != nil { board.update { $0.waitsFor = "the lock" } }
        // Nothing is done before it can be seen into.
        let (listening, listens) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let address = loop.listen {
                group.addTask { try await serve(on: address) { listens.finish() } }
            } else {
                listens.finish()
            }
            group.addTask { try await keepAtIt(after: listening) }
            // Whichever ends first ends the other: a daemon that cannot be seen into is not what was asked for.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func serve(on address: ListenAddress, whenListening: @escaping @Sendable () -> Void) async throws {
        let server = StatusServer(
            address: address, status: { board.current }, timeSinceProgress: { notifier.timeSinceProgress },
            uptime: clock.now
        )
        while true {
            do throws(StatusServerError) {
                return try await server.run { address in
                    logger.notice("status", metadata: ["url": "http://\(address)/"])
                    whenListening()
                    guard !address.isLoopback else { return }
                    logger.warning(
                        "the status is served beyond this machine, to whoever reaches it; it names images and projects",
                        metadata: ["hint": "listen on 127.0.0.1, or let a firewall or a proxy decide who may see it"]
                    )
                }
            } catch {
                // Whoever has the lock has the port as well, and gives both back.
                guard board.current.waitsFor != nil else { throw error }
            }
            guard (try? await clock.sleep(.seconds(1))) != nil else { return }
        }
    }

    private func keepAtIt(after listening: AsyncStream<Void>) async throws {
        let lock = try await lock()
        defer { lock?.release() }
        for await _ in listening {}
        guard !Task.isCancelled else { return }
        // Whoever has the lock writes this file, too.
        let audit = try operation.auditFile.map { path throws(AuditTrail.Failure) in try AuditTrail(path: path) }
        let connection = try await DaemonConnection(
            configuration, options: cloud, logger: logger,
            observe: { event in
                // Also a refusal is progress: the loop is alive, and it is the cloud that is not.
                notifier.progress()
                board.update { $0.counters.count(event) }
            },
            report: { configuration, problems in
                board.update { status in
                    status.configurationProblems = problems
                    status.staleAfter = loop.staleAfter(configuration.limits)
                    status.cloud = CloudIdentity(configuration.cloud, nil)
                }
            }
        )
        await service(over: connection, audit: audit).run()
        await connection.close()
    }

    /// Waits for the lock that is asked for: a daemon that ends because another run is at work would have to be started
    /// again and again.
    ///
    /// - Returns: the lock; nil where none is asked for, or the daemon was told to stop first.
    private func lock() async throws(RunLockError) -> RunLock? {
        guard let path = operation.lock else { return nil }
        var isLogged = false
        let lock = try await RunLock.whenFree(path, clock: clock) { error in
            if !isLogged { logger.notice("waiting: \(error)") }
            isLogged = true
            board.update { $0.waitsFor = "\(error)" }
            notifier.ready()
            notifier.progress()
            notifier.status("waiting: \(error)")
        }
        board.update { $0.waitsFor = nil }
        return lock
    }

    private func service(over connection: DaemonConnection, audit: AuditTrail?) -> ReconcileService {
        let metricsFile = operation.metricsFile.map { MetricsFile(path: $0, logger: logger) }
        return ReconcileService(
            pace: ReconcileService.Pace(
                interval: loop.interval.duration, manifestInterval: loop.manifestInterval.duration,
                spreadsAbove: loop.spreadsAbove, tellsIdleTicks: !loop.quiet,
                // A loop that has nothing to do is alive, and has to show it.
                longestSleep: notifier.watchdogInterval
            ),
            clock: clock, wallClock: { Date.now }, board: board, logger: logger, alarm: alarm,
            manifest: ManifestAccess(watching: paths), renewConnection: { await connection.renew() },
            becameReady: notifier.ready,
            madeProgress: { line in
                notifier.progress()
                notifier.status(line)
                metricsFile?.write(board.current)
            }
        ) { desired, isProbe in
            await perform(desired, isProbe: isProbe, over: connection, audit: audit)
        }
    }

    private func perform(
        _ desired: DesiredState, isProbe: Bool, over daemon: DaemonConnection, audit: AuditTrail?
    ) async -> Report {
        let connection = await daemon.current
        let commit = board.current.manifest.commit
        await connection.beginRun(isPatient: !isProbe)
        await audit?.beginRun()
        let audit = audit.map { RunAudit(trail: $0, commit: commit) }
        let purpose: Reconciler.Purpose =
            loop.dryRun ? .plan : .apply(connection.writeAccess(audit: audit, waitsForRoom: false))
        // The watchdog is fed by what gets done, also in the middle of a long tick.
        var report = await connection.reconciler(for: purpose) { _ in notifier.progress() }.run(desired)
        report.commit = commit
        let authorization = await connection.reading.currentAuthorization
        let cloud = CloudIdentity(await daemon.configuration.cloud, authorization)
        board.update { status in
            status.tokenExpiresAt = authorization?.expiresAt
            status.cloud = cloud
        }
        return report
    }
}
