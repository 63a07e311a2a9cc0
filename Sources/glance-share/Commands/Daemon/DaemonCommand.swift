import ArgumentParser
import Daemon
import FoundationEssentials
import Host
import Logging
import Manifests
import Monitoring
import Pacing
import ServiceLifecycle
import Transport

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

            Members that the manifest takes away are removed under --max-removals only. The limit counts over all \
            images: a plan that removes more is refused as a whole, and never carried out in parts; from the next look \
            on, the images from which nobody is removed go on. When a membership ends (until), its image is looked at \
            at once.

            EXAMPLES
              glance-share daemon -f /srv/images/sharing.yaml
              glance-share daemon --listen 127.0.0.1:9797 --lock /run/glance-share.lock
              glance-share daemon --interval 1m --dry-run
              glance-share daemon --max-removals 20
              glance-share daemon --accept -f trust.yaml

            EXIT STATUS
              0   told to stop
              1   the first manifest, or the first configuration, is wrong
              64  wrong usage
            """
    )

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Manifest") var sharding: ShardOptions
    @OptionGroup(title: "Loop") var loop: DaemonOptions
    @OptionGroup(title: "Limits") var removals: RemovalOptions
    @OptionGroup(title: "Limits") var resolving: ResolvingOptions
    @OptionGroup(title: "Operation") var operation: OperationOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Log") var log: LogOptions

    func validate() throws {
        if loop.accept && removals.maxRemovals != nil {
            throw ValidationError(
                "--accept removes nobody: --max-removals is for a daemon that carries out a manifest.")
        }
    }

    func run() async throws {
        let environment = try RunEnvironment.variables()
        let standardError = StandardError()
        var logger = log.logger(writingTo: standardError, environment: environment)
        logger[metadataKey: "shard"] = sharding.shard.map { "\($0)" }
        let paths = manifest.paths(environment: environment, of: loop.kind)
        guard !paths.contains("-") else {
            throw ValidationError(
                "The daemon reads the manifest again and again, and standard input can be read once; use a file.")
        }
        do {
            // A daemon that starts without a manifest would have nothing to keep.
            _ = try ManifestLoader(of: [loop.kind]).load(paths, printingIssuesTo: standardError)
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
        var status = DaemonStatus(
            version: Release.version, startedAt: Date.now, staleAfter: loop.staleAfter(configuration.limits))
        status.shard = sharding.shard
        if operation.lock != nil { status.waitsFor = "the lock" }
        let (store, clock) = (StatusStore(status), RunClock())
        let (notifier, reload) = (SystemdNotifier(environment: environment), InterruptibleSleep())
        let (listening, listens) = AsyncStream.makeStream(of: Void.self)
        if loop.listen == nil { listens.finish() }
        let work = DaemonRun(
            configuration: configuration, cloud: cloud, paths: paths, shard: sharding.shard, loop: loop,
            resolving: resolving,
            removals: removals, operation: operation, store: store,
            notifier: notifier, reload: reload, logger: logger, clock: clock, listening: listening
        )
        let server = loop.listen.map { address in
            StatusServer(
                address: address, status: { store.current }, timeSinceProgress: { notifier.timeSinceProgress },
                uptime: clock.now
            ) { address in
                logger.listening(on: address)
                listens.finish()
            }
        }
        let group = ServiceGroup(work, shownBy: server.map { StatusService(server: $0, store: store, clock: clock) })
        _ = try await Interruption.listen {
            notifier.reloading()
            reload.wake()
        } announce: { signal in
            notifier.stopping()
            logger.stopping(on: signal)
        } leave: {
            logger.leaving(on: $0)
        } stop: {
            await group.triggerGracefulShutdown()
        } while: {
            try await group.run()
        }
        let ticks = store.current.counters.ticks.values.reduce(0, +)
        logger.notice("stopped", metadata: ["ticks": .stringConvertible(ticks)])
    }
}

extension ServiceGroup {
    /// Makes the group of a daemon's services.
    ///
    /// A group ends its services in reverse order, so the status is served until the work is done. Whichever ends first
    /// ends the other: a daemon that cannot be seen into is not what was asked for.
    ///
    /// - Parameters:
    ///   - work: the work.
    ///   - status: the status server; nil where none is asked for.
    fileprivate init(_ work: DaemonRun, shownBy status: StatusService?) {
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: work, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup)
        ]
        if let status { services.insert(.init(service: status), at: 0) }
        // What the group has to say of itself is nobody's business.
        let silent = Logger(label: "services", factory: { _ in SwiftLogNoOpLogHandler() })
        self.init(configuration: ServiceGroupConfiguration(services: services, logger: silent))
    }
}

extension Logger {
    /// Says where the status is served, and warns where that is beyond this machine.
    fileprivate func listening(on address: ListenAddress) {
        notice("status", metadata: ["url": "http://\(address)/"])
        guard !address.isLoopback else { return }
        warning(
            "the status is served beyond this machine, to whoever reaches it; it names images and projects",
            metadata: ["hint": "listen on 127.0.0.1, or let a firewall or a proxy decide who may see it"]
        )
    }
}
