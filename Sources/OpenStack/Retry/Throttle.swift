/// The gate that every request of a run passes: how many at once, how fast, and when not at all.
///
/// It slows down by what the cloud says. A `Retry-After` speaks of the whole service, so everybody waits; throttling
/// halves the number in flight; many failures in a row leave one request as a probe. Each success wins a little back.
package actor Throttle {
    /// What an answer says about how much the cloud can bear.
    package enum Pressure: Sendable, Equatable {
        /// An answer as it should be.
        case none
        /// No answer, or a 5xx.
        case trouble
        /// The cloud asks for less.
        case throttled
    }

    /// What a request does: a cloud that fails every write can be one that is read without trouble.
    enum Traffic: CaseIterable {
        case reading, writing
    }

    private struct Waiter {
        let id: Int
        let admission: CheckedContinuation<Bool, Never>
    }

    /// How many failures in a row, across images, mean that the cloud is down rather than unlucky.
    static let failuresUntilProbing = 10

    private let clock: RunClock
    private let maximum: Int
    private let interval: Duration
    private var limit: Int
    private var inFlight = 0
    private var successes = 0
    private var failuresInARow: [Traffic: Int] = [:]
    private var resumesAt: Duration = .zero
    private var nextSlot: Duration = .zero
    private var waiters: [Waiter] = []
    private var nextWaiter = 0
    private var closures: [Traffic: OpenStackError] = [:]
    private var staysClosedUntil: Duration = .zero

    /// Makes the gate of one run.
    ///
    /// - Parameters:
    ///   - concurrency: the most requests in flight.
    ///   - maximumRate: the most requests a second; nil for no limit.
    ///   - clock: the run's time.
    package init(concurrency: Int, maximumRate: Double? = nil, clock: RunClock) {
        self.clock = clock
        maximum = max(1, concurrency)
        limit = maximum
        // At most a day apart: a duration traps on what it cannot hold.
        interval = maximumRate.map { $0 > 0 ? .seconds(min(1 / $0, 86_400)) : .zero } ?? .zero
    }

    /// Waits until one more request may be sent; each call that returns needs its `leave(_:)`.
    ///
    /// - Parameter traffic: what the request does.
    /// - Throws: `interrupted` when the task is cancelled, or what the gate was closed with.
    func enter(_ traffic: Traffic = .reading) async throws(OpenStackError) {
        guard await takePlace() else { throw .interrupted }
        try await waitInside(traffic, isAhead: false)
    }

    /// Lets in a request for a token: those inside may be waiting for it, so it waits neither for a place nor its turn.
    ///
    /// It does wait while nobody may pass, and needs its `leave(_:)` like any other.
    ///
    /// - Throws: `interrupted` when the task is cancelled, or what the gate was closed with.
    func enterAhead() async throws(OpenStackError) {
        guard !Task.isCancelled else { throw .interrupted }
        inFlight += 1
        try await waitInside(.reading, isAhead: true)
    }

    private func waitInside(_ traffic: Traffic, isAhead: Bool) async throws(OpenStackError) {
        do throws(OpenStackError) {
            while true {
                if let closure = closures[traffic] { throw closure }
                let wait = reserveSlot(isAhead: isAhead)
                guard wait > .zero else { return }
                do { try await clock.sleep(wait) } catch { throw .interrupted }
                // Somebody may have been told to wait in the meantime.
                if resumesAt <= clock.now() && closures[traffic] == nil { return }
            }
        } catch {
            withdraw()
            throw error
        }
    }

    /// Gives the place back unused.
    func withdraw() {
        inFlight -= 1
        admitWaiters()
    }

    /// Gives the place back, and learns from the answer.
    ///
    /// - Parameters:
    ///   - pressure: what the answer says about how much the cloud can bear.
    ///   - traffic: what the request did. A write that worked shows that everything does; to read proves nothing of writes.
    ///   - closingError: what to close the gate with if the cloud is found to be down; nil while the run has patience left.
    func leave(_ pressure: Pressure, _ traffic: Traffic = .reading, closingError: OpenStackError? = nil) {
        inFlight -= 1
        switch pressure {
        case .none:
            failuresInARow[.reading] = 0
            if traffic == .writing { failuresInARow[.writing] = 0 }
            guard !isProbing else { break }
            successes += 1
            if limit < maximum && successes >= limit {
                limit += 1
                successes = 0
            }
        case .trouble:
            failuresInARow[traffic, default: 0] += 1
            if isProbing { limit = 1 }
            if isFailing(traffic), let closingError {
                // What is in doubt can still be looked at where reading works.
                close(for: traffic == .writing ? [.writing] : Traffic.allCases, with: closingError)
            }
        case .throttled:
            limit = max(1, limit / 2)
            successes = 0
        }
        admitWaiters()
    }

    /// Lets nobody pass for that long: a server's `Retry-After`.
    func pause(for duration: Duration) {
        resumesAt = max(resumesAt, clock.now() + duration)
    }

    /// Lets nobody pass any more in this run: going on would only hammer a cloud that cannot answer.
    ///
    /// - Parameters:
    ///   - error: why.
    ///   - duration: for how long later runs stay out too: a server's `Retry-After` that this one cannot wait for.
    func close(with error: OpenStackError, for duration: Duration = .zero) {
        staysClosedUntil = max(staysClosedUntil, clock.now() + duration)
        close(for: Traffic.allCases, with: error)
    }

    private func close(for traffic: [Traffic], with error: OpenStackError) {
        var closure = error
        // Whoever is turned away here has sent nothing.
        if error.code != .throttled { closure.code = .notSent }
        for traffic in traffic where closures[traffic] == nil { closures[traffic] = closure }
    }

    /// Opens a closed gate for a new run, unless a server still wants to be left alone; what was learned about how much
    /// the cloud can bear stays.
    package func reopen() {
        guard clock.now() >= staysClosedUntil else { return }
        closures = [:]
        // A run that has nothing to write would never find out.
        failuresInARow[.writing] = nil
    }

    /// Whether so many requests in a row have failed that only one at a time is let through.
    var isProbing: Bool { Traffic.allCases.contains { isFailing($0) } }

    /// How many requests may be in flight now.
    var currentLimit: Int { limit }

    private func isFailing(_ traffic: Traffic) -> Bool {
        failuresInARow[traffic, default: 0] >= Self.failuresUntilProbing
    }

    /// Books the next free moment, and returns how far away it is.
    private func reserveSlot(isAhead: Bool) -> Duration {
        let now = clock.now()
        let slot = max(now, isAhead ? now : nextSlot, resumesAt)
        nextSlot = max(slot, nextSlot) + interval
        return slot - now
    }

    private func takePlace() async -> Bool {
        if Task.isCancelled { return false }
        if inFlight < limit && waiters.isEmpty {
            inFlight += 1
            return true
        }
        let id = nextWaiter
        nextWaiter += 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { admission in
                if Task.isCancelled {
                    admission.resume(returning: false)
                } else {
                    waiters.append(Waiter(id: id, admission: admission))
                }
            }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
    }

    private func giveUp(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).admission.resume(returning: false)
    }

    private func admitWaiters() {
        while inFlight < limit && !waiters.isEmpty {
            inFlight += 1
            waiters.removeFirst().admission.resume(returning: true)
        }
    }
}
