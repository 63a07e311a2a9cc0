import AsyncHTTPClient
import Daemon
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

@testable import Monitoring

/// The status that a server shows, which a test may change.
final class Shown: Sendable {
    private let state: Mutex<(status: DaemonStatus, now: Date, uptime: Duration)>
    let timeSinceProgress: Duration

    init(
        _ status: DaemonStatus, now: Date = SampleStatus.now, uptime: Duration = SampleStatus.uptime,
        timeSinceProgress: Duration = .zero
    ) {
        self.timeSinceProgress = timeSinceProgress
        state = Mutex((status, now, uptime))
    }

    var status: DaemonStatus {
        get { state.withLock { $0.status } }
        set { state.withLock { $0.status = newValue } }
    }

    var now: Date {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    var uptime: Duration {
        get { state.withLock { $0.uptime } }
        set { state.withLock { $0.uptime = newValue } }
    }
}

/// Talks to a running status server over loopback.
struct StatusClient: Sendable {
    let address: ListenAddress

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: String
    }

    func send(_ method: String, _ path: String, headers: [String: String] = [:]) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://\(address)" + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 1 << 24)
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            body: String(decoding: bytes.readableBytesView, as: UTF8.self)
        )
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }
}

/// Runs a status server on a free port for as long as the closure takes, and then lets it end in order.
func withStatusServer<Result: Sendable>(
    _ shown: Shown, mostClients: Int = 512, _ body: (StatusClient) async throws -> Result
) async throws -> Result {
    let (addresses, continuation) = AsyncStream.makeStream(of: ListenAddress.self)
    let server = StatusServer(
        address: ListenAddress(host: "127.0.0.1", port: 0), status: { shown.status },
        timeSinceProgress: { shown.timeSinceProgress }, now: { shown.now }, uptime: { shown.uptime },
        mostClients: mostClients
    ) { continuation.yield($0) }
    let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let services = ServiceGroup(services: [server], logger: silent)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            // Where the server cannot start, nobody must wait for its address.
            defer { continuation.finish() }
            try await services.run()
        }
        var iterator = addresses.makeAsyncIterator()
        guard let address = await iterator.next() else {
            try await group.waitForAll()
            throw CancellationError()
        }
        do {
            let result = try await body(StatusClient(address: address))
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            return result
        } catch {
            await services.triggerGracefulShutdown()
            try? await group.waitForAll()
            throw error
        }
    }
}
