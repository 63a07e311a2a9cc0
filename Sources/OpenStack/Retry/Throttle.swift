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
    private var failuresInARow = 0
    private var resumesAt: Duration = .zero
    private var nextSlot: Duration = .zero
    private var waiters: [Waiter] = []
    private var nextWaiter = 0
    private var closure: OpenStackError?
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
    /// - Throws: `interrupted` when the task is cancelled, or what the gate was closed with.
    func enter() async throws(OpenStackError) {
        guard await takePlace() else { throw .interrupted }
        do throws(OpenStackError) {
            while true {
                if let closure { throw closure }
                let wait = reserveSlot()
                guard wait > .zero else { return }
                do { try await clock.sleep(wait) } catch { throw .interrupted }
                // Somebody may have been told to wait in the meantime.
                if resumesAt <= clock.now() && closure == nil { return }
            }
        } catch {
            inFlight -= 1
            admitWaiters()
            throw error
        }
    }

    /// Gives the place back, and learns from the answer.
    ///
    /// - Parameters:
    ///   - pressure: what the answer says about how much the cloud can bear.
    ///   - closingError: what to close the gate with if the cloud is found to be down; nil while the run has patience left.
    func leave(_ pressure: Pressure, closingError: OpenStackError? = nil) {
        inFlight -= 1
        switch pressure {
        case .none:
            failuresInARow = 0
            successes += 1
            if limit < maximum && successes >= limit {
                limit += 1
                successes = 0
            }
        case .trouble:
            failuresInARow += 1
            if isProbing {
                limit = 1
                if let closingError { close(with: closingError) }
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
        guard closure == nil else { return }
        var closure = error
        // Whoever is turned away here has sent nothing.
        if error.code != .throttled { closure.code = .notSent }
        self.closure = closure
    }

    /// Opens a closed gate for a new run, unless a server still wants to be left alone; what was learned about how much
    /// the cloud can bear stays.
    package func reopen() {
        guard clock.now() >= staysClosedUntil else { return }
        closure = nil
    }

    /// Whether so many requests in a row have failed that only one at a time is let through.
    var isProbing: Bool { failuresInARow >= Self.failuresUntilProbing }

    /// How many requests may be in flight now.
    var currentLimit: Int { limit }

    /// Books the next free moment, and returns how far away it is.
    private func reserveSlot() -> Duration {
        let now = clock.now()
        let slot = max(now, nextSlot, resumesAt)
        nextSlot = slot + interval
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
