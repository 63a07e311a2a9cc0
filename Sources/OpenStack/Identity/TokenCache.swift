/// The run's token: asked for once, shared by everybody, and renewed once when a service refuses it.
///
/// A failure is not kept: whoever asks next tries again. A caller that is cancelled leaves at once and disturbs nobody;
/// when the last one has left, asking stops too.
package actor TokenCache {
    /// An authorization and how often there was one before it.
    struct Entry: Sendable {
        let authorization: Authorization
        let generation: Int
    }

    private let authorize: @Sendable () async throws(OpenStackError) -> Authorization
    /// The token in use, if there is one; asks nobody.
    private(set) var current: Entry?
    private var generation = 0
    private var provenGeneration = 0
    private var refresh: Task<Result<Authorization, OpenStackError>, Never>?
    /// Tells the answer that is waited for from one that everybody had stopped waiting for.
    private var refreshes = 0
    private var waiters: [Int: CheckedContinuation<Result<Entry, OpenStackError>, Never>] = [:]
    private var requestsInFlight: [Int: Int] = [:]
    private var listeners: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var nextNumber = 0

    /// Makes a cache.
    ///
    /// - Parameter authorize: how to get an authorization.
    package init(authorize: @escaping @Sendable () async throws(OpenStackError) -> Authorization) {
        self.authorize = authorize
    }

    /// The token to use now.
    func entry() async throws(OpenStackError) -> Entry {
        if let current { return current }
        return try await refreshed()
    }

    /// Says that a request is about to be made with a token; needs its `ended(_:itWorked:)`.
    func began(_ entry: Entry) {
        requestsInFlight[entry.generation, default: 0] += 1
    }

    /// Says that the request is over, and whether a service took the token.
    func ended(_ entry: Entry, itWorked: Bool) {
        requestsInFlight[entry.generation, default: 1] -= 1
        if requestsInFlight[entry.generation] == 0 { requestsInFlight[entry.generation] = nil }
        if itWorked { provenGeneration = max(provenGeneration, entry.generation) }
        for listener in listeners.values { listener.resume(returning: true) }
        listeners = [:]
    }

    /// Replaces a token that a service refused, unless somebody else has done so already.
    ///
    /// - Parameter refused: the token that was refused; the request that was made with it has ended.
    /// - Returns: a newer token; nil where a renewed token was refused without ever having worked: another would fare no
    ///   better, and the service would only be asked in circles.
    /// - Throws: why there is no new token.
    func renewed(_ refused: Entry) async throws(OpenStackError) -> Entry? {
        while true {
            if let current, current.generation > refused.generation { return current }
            if refused.generation == 1 || refused.generation <= provenGeneration {
                current = nil
                return try await refreshed()
            }
            guard requestsInFlight[refused.generation] != nil else { return nil }
            // Others are trying the same token: what they hear tells whether it ever worked.
            guard await somethingEnds() else { throw .interrupted }
        }
    }

    private func somethingEnds() async -> Bool {
        let id = takeNumber()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    listeners[id] = continuation
                }
            }
        } onCancel: {
            Task { await self.stopListening(id) }
        }
    }

    private func stopListening(_ id: Int) {
        listeners.removeValue(forKey: id)?.resume(returning: false)
    }

    private func takeNumber() -> Int {
        nextNumber += 1
        return nextNumber
    }

    private func refreshed() async throws(OpenStackError) -> Entry {
        if refresh == nil { startRefresh() }
        let id = takeNumber()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiters[id] = continuation
                if Task.isCancelled { leave(id) }
            }
        } onCancel: {
            Task { await self.leave(id) }
        }
        return try result.get()
    }

    private func startRefresh() {
        let authorize = authorize
        let task = Task { () async -> Result<Authorization, OpenStackError> in
            do throws(OpenStackError) { return .success(try await authorize()) } catch { return .failure(error) }
        }
        refresh = task
        refreshes += 1
        let number = refreshes
        Task { finish(number, await task.value) }
    }

    private func finish(_ number: Int, _ result: Result<Authorization, OpenStackError>) {
        guard refresh != nil, number == refreshes else { return }
        refresh = nil
        let entry = result.map { authorization in
            generation += 1
            return Entry(authorization: authorization, generation: generation)
        }
        if case .success(let entry) = entry { current = entry }
        for waiter in waiters.values { waiter.resume(returning: entry) }
        waiters = [:]
    }

    private func leave(_ id: Int) {
        guard let waiter = waiters.removeValue(forKey: id) else { return }
        waiter.resume(returning: .failure(.interrupted))
        guard waiters.isEmpty else { return }
        // Whoever comes next asks anew instead of getting what became of the cancelled request.
        refresh?.cancel()
        refresh = nil
    }
}
