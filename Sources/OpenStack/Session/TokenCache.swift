package import Pacing

/// The run's token: asked for once, shared by everybody, renewed before it ends, and once when a service refuses it.
///
/// A failure is not kept: whoever asks next tries again. While the old token is still good, a renewal that fails is no
/// failure of anybody's: they go on with the old one for a while. A caller that is cancelled leaves at once and disturbs
/// nobody; when the last one has left, asking stops too.
package actor TokenCache {
    /// An authorization and how often there was one before it.
    struct Entry: Sendable {
        let authorization: Authorization
        let generation: Int
        let life: TokenLife
        /// Whether it stands in for a token that was refused.
        let isReplacement: Bool
    }

    /// Asks Keystone: again and again within the run's budget (`safe`), or once.
    package typealias Asking = @Sendable (Exchange.Repetition) async throws(OpenStackError) -> Authorization

    /// Asks Keystone whether a token is good.
    package typealias Vouching = @Sendable (Authorization) async -> Bool?

    /// Within how long after its issue a token's refusal is strange.
    private static let youth = Duration.seconds(60)
    /// How many tokens in a row may be refused young: one or another is revoked, but hardly each.
    static let mostRefusedYoung = 20

    /// For how long Keystone's word for a token is good.
    private static let freshness = Duration.seconds(5)

    private let authorize: Asking
    private let vouch: Vouching
    private let clock: RunClock
    /// The token in use, if there is one; asks nobody.
    private(set) var current: Entry?
    /// Before when the current token is not to be renewed again, after that has failed.
    private var nextRenewal = Duration.zero
    private var refusedYoung = 0
    private var wasRefused = false
    private var vouchedAt: [Int: Duration] = [:]
    private var generation = 0
    private var provenGeneration = 0
    private var refresh: Task<Result<Authorization, OpenStackError>, Never>?
    private var isRefreshPatient = false
    /// Tells the answer that is waited for from one that everybody had stopped waiting for.
    private var refreshes = 0
    private var waiters: [Int: CheckedContinuation<Result<Entry, OpenStackError>, Never>] = [:]
    private var requestsInFlight: [Int: Int] = [:]
    private var listeners: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var nextNumber = 0

    /// Makes a cache.
    ///
    /// - Parameters:
    ///   - clock: the run's time.
    ///   - authorize: how to get an authorization.
    ///   - vouch: how to learn whether one is good that a service has refused.
    package init(clock: RunClock, authorize: @escaping Asking, vouch: @escaping Vouching = { _ in nil }) {
        self.clock = clock
        self.authorize = authorize
        self.vouch = vouch
    }

    /// The token to use now.
    ///
    /// One that is about to end serves until then, while another is asked for: a Keystone that hangs holds nobody up.
    ///
    /// - Throws: why there is none.
    func entry() async throws(OpenStackError) -> Entry {
        guard !Task.isCancelled else { throw .interrupted }
        guard let current else { return try await refreshed(patiently: true) }
        let now = clock.now()
        switch current.life.phase(at: now) {
        case .fresh: return current
        case .ageing:
            if refresh == nil && now >= nextRenewal {
                nextRenewal = now + current.life.margin / 10
                startRefresh(patiently: false)
            }
            return current
        case .over: return try await refreshed(patiently: true)
        }
    }

    /// Whether a token that a service has refused is good all the same: Keystone vouches for it, or has issued it a moment
    /// ago and does not say; or it has ended on its way, and another one will do.
    func isVouchedFor(_ entry: Entry) async -> Bool {
        guard entry.authorization.isFromKeystone else { return false }
        if entry.life.phase(at: clock.now()) == .over { return true }
        if let time = vouchedAt[entry.generation], clock.now() - time < Self.freshness { return true }
        let word = await vouch(entry.authorization)
        guard word ?? (clock.now() - entry.life.beginning < Self.youth) else { return false }
        vouchedAt = [entry.generation: clock.now()]
        return true
    }

    /// Takes a token out of use that Keystone does not know any more.
    ///
    /// - Throws: the refusal, where one token after another comes to that.
    func discard(_ entry: Entry, after refusal: OpenStackError) throws(OpenStackError) {
        guard let current, current.generation == entry.generation else { return }
        guard refusedYoung < Self.mostRefusedYoung else { throw Self.endless(refusal) }
        refusedYoung += 1
        wasRefused = true
        self.current = nil
    }

    /// Begins a new run: a token that was refused without ever having worked is not held against the next one.
    ///
    /// Otherwise a cloud that refused for a while would be refused for ever by whoever runs for months.
    package func beginRun() {
        refusedYoung = 0
        guard let current, current.isReplacement, current.generation > provenGeneration else { return }
        self.current = nil
        wasRefused = false
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
    /// - Parameters:
    ///   - refused: the token that was refused; the request that was made with it has ended.
    ///   - refusal: what the service said.
    /// - Returns: a newer token.
    /// - Throws: why there is no new token; the refusal where another one would fare no better, and the service would only
    ///   be asked in circles: a replacement was refused without ever having worked, or one token after another is.
    func renewed(_ refused: Entry, after refusal: OpenStackError) async throws(OpenStackError) -> Entry {
        let isYoung = clock.now() - refused.life.beginning < Self.youth
        while isYoung && refused.isReplacement && refused.generation > provenGeneration {
            if let current, current.generation > refused.generation { return current }
            guard requestsInFlight[refused.generation] != nil else { throw refusal }
            // Others are trying the same token: what they hear tells whether it ever worked.
            guard await somethingEnds() else { throw .interrupted }
        }
        if let current {
            guard current.generation == refused.generation else { return current }
            if !isYoung { refusedYoung = 0 }
            guard refusedYoung < Self.mostRefusedYoung else { throw Self.endless(refusal) }
            refusedYoung += 1
            wasRefused = true
            self.current = nil
        }
        return try await refreshed(patiently: true)
    }

    private static func endless(_ refusal: OpenStackError) -> OpenStackError {
        var endless = refusal
        // Keystone has taken the credentials each time: it is not they that are refused, and another run gets further.
        endless.code = .serverTrouble
        endless.message =
            "one new token after another works for a while and is then refused, \(mostRefusedYoung) of them by now"
        endless.hint =
            "are the user's tokens being revoked? or do the image service's workers disagree? look at its "
            + "keystone_authtoken and memcached"
        return endless
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

    private func refreshed(patiently: Bool) async throws(OpenStackError) -> Entry {
        if refresh == nil { startRefresh(patiently: patiently) }
        let isPatient = isRefreshPatient
        do throws(OpenStackError) {
            return try await answerToAll()
        } catch {
            // Whoever cannot go on without a token does not leave it at somebody's one try.
            guard patiently, !isPatient, error.code != .interrupted else { throw error }
            return try await entry()
        }
    }

    private func answerToAll() async throws(OpenStackError) -> Entry {
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
                return .success(try await authorize(patiently ? .safe : .once))
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
        let entry = result.map { authorization in
            generation += 1
            return Entry(
                authorization: authorization, generation: generation,
                life: TokenLife(of: authorization.lifetime, asked: asked, came: clock.now()),
                isReplacement: wasRefused
            )
        }
        if case .success(let entry) = entry {
            current = entry
            if !wasRefused { refusedYoung = 0 }
            wasRefused = false
        }
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
