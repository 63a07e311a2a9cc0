import ArgumentParser
import Daemon
import FoundationEssentials
import Logging
import Manifests
import OpenStack

/// Does `apply` again and again, and keeps the cloud as the manifest says.
struct DaemonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon",
        abstract: "Keep the cloud as the manifest says: apply, again and again.",
        usage: "glance-share daemon [<options>]",
        discussion: """
            It looks at every image once an interval, at changed ones as soon as the manifest changes, and at everything \
            on SIGHUP. A manifest with mistakes is refused, and the last good one stays in force. SIGTERM ends it: no \
            new writes, those in flight are heard out.

            EXAMPLES
              glance-share daemon -f /srv/images/sharing.yaml
              glance-share daemon --listen 127.0.0.1:9797 --lock /run/glance-share.lock
              glance-share daemon --interval 1m --dry-run

            EXIT STATUS
              0   told to stop
              1   the first manifest, or the configuration, is wrong
              64  wrong usage
              75  another one holds the lock
            """
    )

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Loop") var loop: DaemonOptions
    @OptionGroup(title: "Operation") var operation: OperationOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Log") var log: LogOptions

    func run() async throws {
        let environment = try RunEnvironment.variables()
        let standardError = StandardError()
        let logger = log.logger(writingTo: standardError, environment: environment)
        let paths = manifest.paths(environment: environment)
        guard !paths.contains("-") else {
            throw ValidationError(
                "The daemon reads the manifest again and again, and standard input can be read once; use a file.")
        }
        let lock = try RunEnvironment.lock(operation.lock, tellingOn: standardError)
        defer { lock?.release() }
        do {
            // A daemon that starts without a manifest would have nothing to keep.
            _ = try ManifestReader(standardError: standardError).load(paths)
            let loaded = try LoadedCloud(flags: cloud.flags, environment: environment)
            RunEnvironment.tell(loaded.warnings, on: logger)
            try await keepAtIt(loaded.configuration, paths: paths, environment: environment, logger: logger)
        } catch is ManifestErrors {
            throw ExitStatus.couldNotPlan.code
        } catch let error as ConfigurationError {
            RunEnvironment.tell(error.warnings, on: logger)
            for issue in error.issues { logger.error("\(issue.message)", metadata: ["hint": "\(issue.hint ?? "")"]) }
            throw ExitStatus.couldNotPlan.code
        }
    }

    private func keepAtIt(
        _ configuration: CloudConfiguration, paths: [String], environment: [String: String], logger: Logger
    ) async throws {
        let limits = RunLimits(cloud, over: configuration.limits, patience: DaemonOptions.patience)
        let board = StatusBoard(
            DaemonStatus(version: GlanceShare.version, startedAt: Date.now, staleAfter: loop.staleAfter(limits))
        )
        let notifier = SystemdNotifier(environment: environment)
        let audit = try operation.auditFile.map { path throws(AuditTrail.Failure) in try AuditTrail(path: path) }
        let alarm = Alarm()
        let daemon = DaemonRun(
            configuration: configuration, paths: paths, loop: loop, limits: limits,
            proxies: ProxySettings(environment: environment),
            metricsFile: operation.metricsFile.map { MetricsFile(path: $0, logger: logger) }, audit: audit,
            board: board, notifier: notifier, alarm: alarm, logger: logger
        )
        _ = try await Interruption.listen {
            notifier.reloading()
            alarm.ring()
        } announce: { signal in
            notifier.stopping()
            logger.notice("stopping: no new writes; waiting for those in flight", metadata: ["signal": "\(signal)"])
        } while: {
            try await daemon.run()
        }
        let ticks = board.current.counters.ticks.values.reduce(0, +)
        logger.notice("stopped", metadata: ["ticks": .stringConvertible(ticks)])
    }
}
