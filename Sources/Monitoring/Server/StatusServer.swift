package import Daemon
package import FoundationEssentials
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The daemon's status over HTTP: a page, JSON, metrics, and two answers for whoever watches processes.
package struct StatusServer: Service {
    /// The most bytes of a request's head.
    private static let longestHead = 16 << 10
    /// The longest time for which connections may take to end in order.
    private static let longestFarewell = Duration.seconds(1)

    private let address: ListenAddress
    private let responder: StatusResponder
    private let mostClients: Int
    private let whenListening: @Sendable (ListenAddress) -> Void

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - address: the address to listen on; port 0 is any free one.
    ///   - status: the daemon's status now; called for each request.
    ///   - timeSinceProgress: the time since the daemon's loop last got anything done.
    ///   - now: the time.
    ///   - uptime: the daemon's own time, which `DaemonStatus.lastTickEnd` is in.
    ///   - mostClients: the most that are served at a time: by far more than a system lets wait for being taken up, so that
    ///     nobody has to go who has just come.
    ///   - whenListening: called as soon as requests are accepted, with the port that it became.
    package init(
        address: ListenAddress, status: @escaping @Sendable () -> DaemonStatus,
        timeSinceProgress: @escaping @Sendable () -> Duration = { .zero },
        now: @escaping @Sendable () -> Date = { Date() }, uptime: @escaping @Sendable () -> Duration,
        mostClients: Int = 512, whenListening: @escaping @Sendable (ListenAddress) -> Void = { _ in }
    ) {
        self.address = address
        self.mostClients = mostClients
        self.whenListening = whenListening
        responder = StatusResponder(status: status, timeSinceProgress: timeSinceProgress, now: now, uptime: uptime)
    }

    /// Serves until its service group shuts down gracefully.
    ///
    /// It must not be cancelled instead while it has clients: SwiftNIO ends the process where a connection is left behind.
    ///
    /// - Throws: the reason why the server cannot start.
    package func run() async throws(StatusServerError) {
        // What the server thinks of its connections is nobody's business.
        let silent = Logger(label: "status", factory: { _ in SwiftLogNoOpLogHandler() })
        // A group of its own for its own limit: clients that do not go hold up the end of nothing else.
        var configuration = ServiceGroupConfiguration(services: [application(logger: silent)], logger: silent)
        configuration.maximumGracefulShutdownDuration = Self.longestFarewell
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch  where error is CancellationError || Task.isCancelled || Task.isShuttingDownGracefully {
            // Being told to stop is how a server ends.
        } catch {
            let isTaken = (error as? IOError)?.errnoCode == EADDRINUSE
            throw StatusServerError(
                address: address, reason: isTaken ? "the port is taken: choose another one" : "\(error)")
        }
    }

    private func application(logger: Logger) -> some Service {
        let (host, clients, hosts) = (address.host, OpenClients(most: mostClients), responder.hosts)
        return Application(
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
                whenListening(ListenAddress(host: host, port: port))
            },
            logger: logger
        )
    }
}

/// The reason why the status server cannot serve.
package struct StatusServerError: Error, Equatable, CustomStringConvertible {
    private let address: ListenAddress
    private let reason: String

    init(address: ListenAddress, reason: String) {
        self.address = address
        self.reason = reason
    }

    /// A sentence for a log.
    package var description: String { "cannot serve the status on \(address): \(reason)" }
}
