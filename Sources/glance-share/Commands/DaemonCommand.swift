import Transport
import Pacing
import Host
import ArgumentParser
import Daemon
import FoundationEssentials
import Logging
import Manifests

/// Does `apply` again and again, and keeps the cloud as the manifest says.
struct DaemonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon",
        abstract: "Keep the cloud as the manifest says: apply, again and again.",
        usage: "glance-share daemon [<options>]",
        discussion: """
            It looks at every image once an interval, at changed ones as soon as the manifest changes, and at everything \
            on SIGHUP. A manifest with mistakes is refused, and the last good one stays in force. SIGTERM ends it: no \
            new writes, those in flight are heard out. While another run holds --lock, it waits.

            Variables, clouds.yaml and certificates are read again on SIGHUP, and while the cloud refuses the \
            credentials or its certificate is not trusted. Those are tried again after an interval, then less and less \
            often, up to once an hour, and at once when the configuration changes.

            /readyz says 200 while it does its work, also through an outage of the cloud. It says 503 and why before \
            the cloud was first reached, while credentials are refused or a certificate is not trusted, and when \
            nothing was looked at for too long. /healthz says 503 only where a restart would help.

            EXAMPLES
              glance-share daemon -f /srv/images/sharing.yaml
              glance-share daemon --listen 127.0.0.1:9797 --lock /run/glance-share.lock
              glance-share daemon --interval 1m --dry-run

            EXIT STATUS
              0   told to stop
              1   the first manifest, or the first configuration, is wrong
              64  wrong usage
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
        do {
            // A daemon that starts without a manifest would have nothing to keep.
            _ = try ManifestLoader().load(paths, printingIssuesTo: standardError)
            let configuration = try DaemonConfiguration(cloud, environment: environment)
            RunEnvironment.log(configuration.warnings, to: logger)
            try await keepAtIt(configuration, paths: paths, environment: environment, logger: logger)
        } catch is ManifestErrors {
            throw ExitStatus.couldNotPlan.code
        } catch let error as ConfigurationError {
            RunEnvironment.log(error.warnings, to: logger)
            for issue in error.issues {
                logger.error("\(issue.message)", metadata: issue.hint.map { ["hint": "\($0)"] })
            }
            throw ExitStatus.couldNotPlan.code
        }
    }

    private func keepAtIt(
        _ configuration: DaemonConfiguration, paths: [String], environment: [String: String], logger: Logger
    ) async throws {
        let board = StatusBoard(
            DaemonStatus(
                version: Release.version, startedAt: Date.now, staleAfter: loop.staleAfter(configuration.limits))
        )
        let notifier = SystemdNotifier(environment: environment)
        let alarm = Alarm()
        let daemon = DaemonRun(
            configuration: configuration, cloud: cloud, paths: paths, loop: loop, operation: operation, board: board,
            notifier: notifier, alarm: alarm, logger: logger, clock: RunClock()
        )
        _ = try await Interruption.listen {
            notifier.reloading()
            alarm.ring()
        } announce: { signal in
            notifier.stopping()
            logger.stopping(on: signal)
        } leave: {
            logger.leaving(on: $0)
        } while: {
            try await daemon.run()
        }
        let ticks = board.current.counters.ticks.values.reduce(0, +)
        logger.notice("stopped", metadata: ["ticks": .stringConvertible(ticks)])
    }
}
