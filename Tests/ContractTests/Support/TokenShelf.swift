/// Tokens that were asked for once, for all requests of the same caller.
actor TokenShelf {
    private var tokens: [Who: Task<Secret, any Error>] = [:]

    /// The token of a caller, made where it is not there yet.
    func token(of who: Who, _ make: @escaping @Sendable () async throws -> Secret) async throws -> Secret {
        if let task = tokens[who] { return try await task.value }
        let task = Task { try await make() }
        tokens[who] = task
        return try await task.value
    }
}
