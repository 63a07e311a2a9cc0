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
