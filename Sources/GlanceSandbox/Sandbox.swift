// The sandbox: an embedded Keystone, Glance and identity provider, in memory, with the faults that a test asks for.
// It is a second reading of the API: it shares no code with the client, lest both misunderstand the documents alike.
// It listens on the loopback address only, and nothing here knows the command line, the client or a real cloud.

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// An embedded Keystone v3 and Glance v2 on the loopback address, in memory.
package struct Sandbox: Sendable {
    package let configuration: SandboxConfiguration
    /// The users and projects that exist in it.
    package let directory: SandboxDirectory
    private let cloud: Cloud
    private let log: RequestLog?

    /// Prepares a sandbox, and opens its request log.
    package init(configuration: SandboxConfiguration = .init()) throws(SandboxError) {
        guard 0...65535 ~= configuration.port else { throw .portOutOfRange(configuration.port) }
        self.configuration = configuration
        directory = SandboxDirectory(
            consumers: configuration.consumers, domains: configuration.domains, projects: configuration.projects,
            password: configuration.password)
        cloud = Cloud(configuration: configuration, directory: directory)
        log = try configuration.requestLog.map { path throws(SandboxError) in try RequestLog(path: path) }
    }

    /// Serves until the task is cancelled or its service group shuts down gracefully.
    ///
    /// - Parameter whenListening: called once, as soon as requests are accepted; what it throws ends the sandbox.
    /// - Throws: what keeps the server from starting, or what `whenListening` throws.
    package func run(whenListening: (SandboxAddress) async throws -> Void = { _ in }) async throws {
        let (addresses, continuation) = AsyncStream.makeStream(of: SandboxAddress.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Where the server cannot start, nobody must wait for its address.
                defer { continuation.finish() }
                try await serve { continuation.yield($0) }
            }
            for await address in addresses { try await whenListening(address) }
            try await group.waitForAll()
        }
    }

    private func serve(whenListening: @escaping @Sendable (SandboxAddress) -> Void) async throws {
        let application = Application(
            responder: SandboxResponder(
                cloud: cloud,
                injector: FaultInjector(configuration.faults),
                log: log,
                now: configuration.now,
                sleep: configuration.sleep
            ),
            server: HTTPServerBuilder { SandboxChannel(responder: $0) },
            configuration: .init(address: .hostname("127.0.0.1", port: configuration.port)),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                whenListening(SandboxAddress(port: port))
            },
            // The request log is the sandbox's own; what the server thinks of connections is nobody's business.
            logger: Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        do {
            try await serve(application)
        } catch  where error is CancellationError || Task.isCancelled {
            // Being told to stop is how a sandbox ends.
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw SandboxError.portTaken(configuration.port)
        }
    }

    /// Runs a server until the task is cancelled, and then lets it close its connections in order.
    ///
    /// To be cancelled with connections that wait to be taken up would be the end of the process: SwiftNIO insists on
    /// their being closed.
    private func serve(_ application: some Service) async throws {
        let silent = Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
        var configuration = ServiceGroupConfiguration(services: [application], logger: silent)
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        let group = ServiceGroup(configuration: configuration)
        let serving = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await serving.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    /// The variables that lead a client here as a user: the demo user, who owns the images, unless told otherwise.
    package func environment(at address: SandboxAddress, user: SandboxUser? = nil) -> SandboxEnvironment {
        SandboxEnvironment(address: address, user: user ?? directory.demo, password: configuration.password)
    }
}

/// Runs a sandbox for as long as the closure takes.
@discardableResult
package func withSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration = .init(),
    _ body: (Sandbox, SandboxAddress) async throws -> Result
) async throws -> Result {
    let sandbox = try Sandbox(configuration: configuration)
    let (addresses, continuation) = AsyncStream.makeStream(of: SandboxAddress.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            // Where the server cannot start, nobody must wait for its address.
            defer { continuation.finish() }
            try await sandbox.run { continuation.yield($0) }
        }
        var iterator = addresses.makeAsyncIterator()
        guard let address = await iterator.next() else {
            try await group.waitForAll()
            throw CancellationError()
        }
        let result = try await body(sandbox, address)
        group.cancelAll()
        try await group.waitForAll()
        return result
    }
}
