import Daemon
import FoundationEssentials
import ImageSharing
import Logging
import OpenStack
import SystemPackage
import Text
import Transport

/// The daemon's connection to the cloud, which is made anew where its configuration has become another one.
actor DaemonConnection {
    /// A connection that is open until it is told to close.
    private struct Open {
        let configuration: DaemonConfiguration
        let connection: CloudConnection
        let closing: AsyncStream<Void>.Continuation
        let life: Task<Void, any Error>
    }

    private let options: CloudOptions
    private let logger: Logger
    private let observe: @Sendable (ExchangeEvent) -> Void
    /// Receives the configuration in force, and the problems of a newer one.
    private let report: @Sendable (DaemonConfiguration, [Problem]) -> Void
    private var open: Open
    private var refusal: [Problem] = []

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - configuration: the cloud, and the ways to it.
    ///   - options: the command line's word, which counts for every later configuration too.
    ///   - logger: the log of configurations, and of requests that are worth a line.
    ///   - observe: called with every request.
    ///   - report: called with the configuration that is in force, and the problems of a newer one.
    /// - Throws: `ConfigurationError`, where certificates or a proxy's variable cannot be used.
    init(
        _ configuration: DaemonConfiguration, options: CloudOptions, logger: Logger,
        observe: @escaping @Sendable (ExchangeEvent) -> Void,
        report: @escaping @Sendable (DaemonConfiguration, [Problem]) -> Void
    ) async throws {
        self.options = options
        self.logger = logger
        self.observe = observe
        self.report = report
        open = try await Self.open(configuration, logger: logger, observe: observe)
        report(configuration, [])
    }

    /// The connection in force.
    var current: CloudConnection { open.connection }

    /// The configuration in force.
    var configuration: DaemonConfiguration { open.configuration }

    /// Reads the configuration again: variables, clouds.yaml, certificates.
    ///
    /// One that cannot be used is logged once, and the one in force stays.
    ///
    /// - Returns: true if another one is in force now.
    func renew() async -> Bool {
        do {
            let newest = try DaemonConfiguration(options, environment: try RunEnvironment.variables())
            guard newest != open.configuration else {
                accept(open.configuration)
                return false
            }
            let old = open
            open = try await Self.open(newest, logger: logger, observe: observe)
            await Self.close(old)
            RunEnvironment.log(newest.warnings, to: logger)
            logger.notice("configuration in force", metadata: ["cloud": "\(newest.cloud.name)"])
            accept(newest)
            return true
        } catch {
            refuse(
                (error as? ConfigurationError)?.problems
                    ?? [Problem(code: .configurationInvalid, message: "\(error)")])
            return false
        }
    }

    /// Closes the connection, at the end.
    func close() async { await Self.close(open) }

    private func accept(_ configuration: DaemonConfiguration) {
        if !refusal.isEmpty { logger.notice("no more: configuration refused") }
        refusal = []
        report(configuration, [])
    }

    private func refuse(_ problems: [Problem]) {
        guard problems != refusal else { return }
        refusal = problems
        for problem in problems {
            var metadata = problem.metadata
            metadata["problem"] = "\(problem.message)"
            logger.error("configuration refused; the last good one stays in force", metadata: metadata)
        }
        report(open.configuration, problems)
    }

    private static func open(
        _ configuration: DaemonConfiguration, logger: Logger, observe: @escaping @Sendable (ExchangeEvent) -> Void
    ) async throws -> Open {
        let (connections, opened) = AsyncStream.makeStream(of: CloudConnection.self)
        let (end, closing) = AsyncStream.makeStream(of: Void.self)
        // A task of its own: the connection outlives this call, and whoever is cancelled closes it in order.
        // A retry is not worth a line: what comes of it is logged, and the next tick comes anyway.
        var requests = logger
        if logger.logLevel == .notice { requests.logLevel = .warning }
        let life = Task { [requests] in
            defer { opened.finish() }
            try await CloudConnection.with(
                configuration.cloud, limits: configuration.limits, proxies: configuration.proxies, logger: requests,
                observe: observe
            ) { connection in
                opened.yield(connection)
                for await _ in end {}
            }
        }
        for await connection in connections {
            return Open(configuration: configuration, connection: connection, closing: closing, life: life)
        }
        closing.finish()
        try await life.value
        throw CancellationError()
    }

    private static func close(_ open: Open) async {
        open.closing.finish()
        _ = await open.life.result
    }
}

extension Counters {
    /// Counts what happened between the program and the cloud.
    mutating func count(_ event: ExchangeEvent) {
        switch event {
        case .request(let method, let status, let took):
            count(Request(method: method, status: status), took: took.inSeconds)
        case .pause(let duration): throttleSeconds += duration.inSeconds
        }
    }
}
