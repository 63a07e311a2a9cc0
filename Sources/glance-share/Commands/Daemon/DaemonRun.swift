import Daemon
import Host
import ImageSharing
import Logging
import Monitoring
import OpenStack
import Pacing
import ServiceLifecycle

/// The daemon's work as a service: from the lock, the audit trail and the connection to the loop.
struct DaemonRun: Service {
    let configuration: DaemonConfiguration
    let cloud: CloudOptions
    let paths: [String]
    /// The part of the images that it looks after; nil for all.
    let shard: Shard?
    let loop: DaemonOptions
    let resolving: ResolvingOptions
    let removals: RemovalOptions
    let operation: OperationOptions
    let store: StatusStore
    let notifier: SystemdNotifier
    /// The sleep of the loop, which SIGHUP ends.
    let reload: InterruptibleSleep
    let logger: Logger
    /// The daemon's own time.
    let clock: RunClock
    /// The end of this stream is the moment when the status can be seen.
    let listening: AsyncStream<Void>

    /// Works until its service group shuts down gracefully.
    ///
    /// - Throws: the reason why the lock, the audit trail or the certificates cannot be used.
    func run() async throws {
        // Whoever is told to stop while it waits has nothing to finish.
        let lock = try await cancelWhenGracefulShutdown {
            let lock = try await takeLock()
            // Nothing is done before it can be seen into.
            for await _ in listening {}
            return lock
        }
        defer { lock?.release() }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        // Whoever has the lock writes this file, too.
        let audit = try operation.auditFile.map { path throws(AuditTrail.Failure) in try AuditTrail(path: path) }
        let connection = try await connect()
        await service(over: connection, audit: audit).run()
        await connection.close()
    }

    /// Waits for the lock that is asked for: a daemon that ends because another run is at work would have to be started
    /// again and again.
    ///
    /// - Returns: the lock; nil where none is asked for, or the daemon was told to stop first.
    private func takeLock() async throws(RunLockError) -> RunLock? {
        guard let path = operation.lock else { return nil }
        var isLogged = false
        let lock = try await RunLock.whenFree(path, of: shard, clock: clock) { error in
            if !isLogged { logger.notice("waiting: \(error)") }
            isLogged = true
            store.update { $0.waitsFor = "\(error)" }
            notifier.ready()
            notifier.progress()
            notifier.status("waiting: \(error)")
        }
        store.update { $0.waitsFor = nil }
        return lock
    }

    private func connect() async throws -> DaemonConnection {
        try await DaemonConnection(
            configuration, options: cloud, logger: logger,
            observe: { event in
                // Also a refusal is progress: the loop is alive, and it is the cloud that is not.
                notifier.progress()
                store.update { $0.counters.count(event) }
            },
            report: { configuration, problems in
                store.update { status in
                    status.configurationProblems = problems
                    status.staleAfter = loop.staleAfter(configuration.limits)
                    status.cloud = CloudIdentity(configuration.cloud, nil)
                }
            }
        )
    }

    private func service(over connection: DaemonConnection, audit: AuditTrail?) -> ReconcileService {
        ReconcileService(
            ReconcileService.Options(
                interval: loop.interval.duration, manifestInterval: loop.manifestInterval.duration,
                spreadsAbove: loop.spreadsAbove, logsIdleTicks: !loop.quiet,
                // A loop that has nothing to do is alive, and has to show it.
                longestSleep: notifier.watchdogInterval, expiryNotice: removals.expiryNotice.duration
            ),
            manifest: ManifestFiles(paths: paths, kind: loop.kind, shard: shard),
            cloud: DaemonReconciler(
                connection: connection, audit: audit, kind: loop.kind, isDryRun: loop.dryRun,
                policy: SafetyPolicy(maximumRemovals: removals.maxRemovals, heldBy: .daemon), store: store,
                notifier: notifier, resolvingLimits: resolving.limits),
            notifier: DaemonNotifier(
                systemd: notifier, metricsFile: operation.metricsFile.map { MetricsFile(path: $0, logger: logger) },
                store: store),
            store: store, reload: reload, clock: DaemonClock(run: clock), logger: logger
        )
    }
}

/// The watchers over the daemon: the service manager, and whoever reads the metrics file.
private struct DaemonNotifier: LoopNotifying {
    let systemd: SystemdNotifier
    let metricsFile: MetricsFile?
    let store: StatusStore

    func ready() { systemd.ready() }

    func progress(_ status: String) {
        systemd.progress()
        systemd.status(status)
        metricsFile?.write(store.current)
    }

    func rest() { ProcessMemory.giveBack() }
}
