package import Pacing

/// The run's token: asked for once, shared by everybody, renewed before it ends, and once when a service refuses it.
///
/// A failure is not kept: whoever asks next tries again. While the old token is still good, a renewal that fails is no
/// failure of anybody's: they go on with the old one for a while. A caller that is cancelled leaves at once and disturbs
/// nobody; when the last one has left, asking stops too.
package actor TokenCache {
    /// Asks Keystone for a token: again and again within the run's budget (`idempotent`), or once.
    package typealias Authorize = @Sendable (Exchange.RetrySafety) async throws(OpenStackError) -> Authorization

    /// Asks Keystone whether a token is good.
    package typealias Validate = @Sendable (Authorization) async -> Bool?

    /// The time for which Keystone's word for a token is good.
    private static let validity = Duration.seconds(5)

    private let authorize: Authorize
    private let validate: Validate
    private let clock: RunClock
    /// The token in use, if there is one; asks nobody.
    private(set) var current: CachedToken?
    /// Before when the current token is not to be renewed again, after that has failed.
    private var nextRenewal = Duration.zero
    private var refusals = TokenRefusals()
    private var validatedAt: [Int: Duration] = [:]
    private var generation = 0
    private var refresh: Task<Result<Authorization, OpenStackError>, Never>?
    private var isRefreshPatient = false
    /// Tells the answer that is waited for from one that everybody had stopped waiting for.
    private var refreshes = 0
    private var waiters: [Int: CheckedContinuation<Result<CachedToken, OpenStackError>, Never>] = [:]
    private var requestsInFlight: [Int: Int] = [:]
    private var listeners: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var nextNumber = 0

    /// Makes a cache.
    ///
    /// - Parameters:
    ///   - clock: the run's time.
    ///   - authorize: gets an authorization.
    ///   - validate: asks whether one is good that a service has refused.
    package init(clock: RunClock, authorize: @escaping Authorize, validate: @escaping Validate = { _ in nil }) {
        self.clock = clock
        self.authorize = authorize
        self.validate = validate
    }

    /// The token to use now.
    ///
    /// One that is about to end serves until then, while another is asked for: a Keystone that hangs holds nobody up.
    ///
    /// - Throws: why there is none.
    func token() async throws(OpenStackError) -> CachedToken {
        guard !Task.isCancelled else { throw .interrupted }
        guard let current else { return try await refreshed(patiently: true) }
        let now = clock.now()
        switch current.life.phase(at: now) {
        case .fresh: return current
        case .renewalDue:
            if refresh == nil && now >= nextRenewal {
                nextRenewal = now + current.life.margin / 10
                startRefresh(patiently: false)
            }
            return current
        case .expired: return try await refreshed(patiently: true)
        }
    }

    /// Returns whether a token that a service has refused is good all the same.
    ///
    /// It is where Keystone vouches for it, or has issued it a moment ago and does not say; or where it has ended on its
    /// way, and another one will do.
    func isValid(_ token: CachedToken) async -> Bool {
        guard token.authorization.isFromKeystone else { return false }
        if token.life.phase(at: clock.now()) == .expired { return true }
        if let time = validatedAt[token.generation], clock.now() - time < Self.validity { return true }
        let answer = await validate(token.authorization)
        guard answer ?? (clock.now() - token.life.beginning < TokenRefusals.early) else { return false }
        validatedAt = [token.generation: clock.now()]
        return true
    }

    /// Takes a token out of use that Keystone does not know any more.
    ///
    /// - Throws: the refusal, where one token after another comes to that.
    func discard(_ token: CachedToken, after refusal: OpenStackError) throws(OpenStackError) {
        guard let current, current.generation == token.generation else { return }
        try refusals.recordRefused(age: nil, refusal)
        self.current = nil
    }

    /// Begins a new run: a token that was refused without ever having worked is not held against it.
    package func beginRun() {
        if refusals.beginRun(with: current) { current = nil }
    }

    /// Records that a request is about to be made with a token; needs its `end(_:accepted:)`.
    func begin(_ token: CachedToken) {
        requestsInFlight[token.generation, default: 0] += 1
    }

    /// Records that the request is over.
    ///
    /// - Parameters:
    ///   - token: the token that it was made with.
    ///   - accepted: true if a service has accepted the token.
    func end(_ token: CachedToken, accepted: Bool) {
        requestsInFlight[token.generation, default: 1] -= 1
        if requestsInFlight[token.generation] == 0 { requestsInFlight[token.generation] = nil }
        if accepted { refusals.recordAccepted(token) }
        for listener in listeners.values { listener.resume(returning: true) }
        listeners = [:]
    }

    /// Replaces a token that a service refused, unless somebody else has done so already.
    ///
    /// - Parameters:
    ///   - refused: the token that was refused; the request that was made with it has ended.
    ///   - refusal: the service's refusal.
    /// - Returns: a newer token.
    /// - Throws: the error that keeps a new token from coming; the refusal where another one would fare no better, and the
    ///   service would only be asked in circles.
    func renewed(_ refused: CachedToken, after refusal: OpenStackError) async throws(OpenStackError) -> CachedToken {
        let age = clock.now() - refused.life.beginning
        while age < TokenRefusals.early && refusals.isUnproven(refused) {
            if let current, current.generation > refused.generation { return current }
            guard requestsInFlight[refused.generation] != nil else { throw refusal }
            // Others are trying the same token: what they hear tells whether it ever worked.
            guard await nextRequestEnds() else { throw .interrupted }
        }
        if let current {
            guard current.generation == refused.generation else { return current }
            try refusals.recordRefused(age: age, refusal)
            self.current = nil
        }
        return try await refreshed(patiently: true)
    }

    private func nextRequestEnds() async -> Bool {
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

    private func refreshed(patiently: Bool) async throws(OpenStackError) -> CachedToken {
        if refresh == nil { startRefresh(patiently: patiently) }
        let isPatient = isRefreshPatient
        do throws(OpenStackError) {
            return try await sharedResult()
        } catch {
            // Whoever cannot go on without a token does not leave it at somebody's one try.
            guard patiently, !isPatient, error.meaning.followUp != .runStopped else { throw error }
            return try await token()
        }
    }

    private func sharedResult() async throws(OpenStackError) -> CachedToken {
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

    private func startRefresh(patiently: Bool) {
        isRefreshPatient = patiently
        let authorize = authorize
        let task = Task { () async -> Result<Authorization, OpenStackError> in
            do throws(OpenStackError) {
                return .success(try await authorize(patiently ? .idempotent : .bestEffort))
            } catch {
                return .failure(error)
            }
        }
        refresh = task
        refreshes += 1
        let (number, asked) = (refreshes, clock.now())
        Task { finish(number, await task.value, asked: asked) }
    }

    private func finish(_ number: Int, _ result: Result<Authorization, OpenStackError>, asked: Duration) {
        guard refresh != nil, number == refreshes else { return }
        refresh = nil
        let token = result.map { authorization in
            generation += 1
            return CachedToken(
                authorization: authorization, generation: generation,
                life: TokenLife(of: authorization.lifetime, requestedAt: asked, receivedAt: clock.now()),
                isReplacement: refusals.recordIssued()
            )
        }
        if case .success(let token) = token { current = token }
        for waiter in waiters.values { waiter.resume(returning: token) }
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
