package import Daemon
package import FoundationEssentials
import Hummingbird
import HummingbirdCore
import Glibc
import Logging
import NIOCore
import ServiceLifecycle

/// Shows the daemon's status over HTTP: a page, JSON, metrics, and two answers for whoever watches processes.
package struct StatusServer: Sendable {
    /// Where it is to listen.
    package let address: ListenAddress
    private let responder: StatusResponder

    private let mostClients: Int

    /// The most bytes of a request's head.
    private static let longestHead = 16 << 10

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - address: where to listen; port 0 is any free one.
    ///   - status: what the daemon knows at the moment; called for each request.
    ///   - timeSinceProgress: how long ago the daemon's loop got anything done.
    ///   - now: the time.
    ///   - uptime: the daemon's own time, which `DaemonStatus.lastTickEnd` is in.
    ///   - mostClients: how many are served at a time: by far more than a system lets wait for being taken up, so that
    ///     nobody has to go who has just come.
    package init(
        address: ListenAddress, status: @escaping @Sendable () -> DaemonStatus,
        timeSinceProgress: @escaping @Sendable () -> Duration = { .zero },
        now: @escaping @Sendable () -> Date = { Date() }, uptime: @escaping @Sendable () -> Duration,
        mostClients: Int = 512
    ) {
        self.address = address
        self.mostClients = mostClients
        responder = StatusResponder(status: status, timeSinceProgress: timeSinceProgress, now: now, uptime: uptime)
    }

    /// Serves until the task is cancelled or its service group shuts down gracefully.
    ///
    /// - Parameter whenListening: called once, as soon as requests are accepted, with the port that it became.
    /// - Throws: what keeps the server from starting.
    package func run(
        whenListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) async throws(StatusServerError) {
        let host = address.host
        // What the server thinks of its connections is nobody's business.
        let silent = Logger(label: "status", factory: { _ in SwiftLogNoOpLogHandler() })
        let (clients, hosts) = (OpenClients(most: mostClients), responder.hosts)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ClientPatience(clients)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.longestHead, maxHeaderListSize: Self.longestHead,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: .init(address: .hostname(host, port: address.port)),
            onServerRunning: { channel in
                guard let bound = channel.localAddress, let port = bound.port else { return }
                hosts.note(bound)
                await whenListening(ListenAddress(host: host, port: port))
            },
            logger: silent
        )
        do {
            try await serve(application, logger: silent)
        } catch  where error is CancellationError || Task.isCancelled {
            // Being told to stop is how a server ends.
        } catch {
            let isTaken = (error as? IOError)?.errnoCode == EADDRINUSE
            throw StatusServerError(
                address: address, reason: isTaken ? "the port is taken: choose another one" : "\(error)")
        }
    }

    /// Runs a server until the task is cancelled, and then lets it close its connections in order: SwiftNIO ends the
    /// process where one is left behind.
    private func serve(_ application: some Service, logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        let group = ServiceGroup(configuration: configuration)
        let serving = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await serving.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }
}

/// Why the status server cannot serve.
package struct StatusServerError: Error, Equatable, CustomStringConvertible {
    /// Where it was to listen.
    package let address: ListenAddress
    /// What the system said.
    package let reason: String

    /// A sentence for a log.
    package var description: String { "cannot serve the status on \(address): \(reason)" }
}
