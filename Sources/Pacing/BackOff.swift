import Synchronization

/// The one policy by which everything in a run tries again, and the run's patience with a cloud that asks for less.
package final class BackOff: Sendable {
    /// The most times `--retry-for` that a run goes on that is throttled and still gets on.
    static let outerBound = 30
    /// The longest that a run waits for room in an image that is full.
    static let longestForRoom = Duration.seconds(60)

    private struct State {
        /// The time since which the cloud has asked for less and done nothing else.
        var throttledSince: Duration?
        /// The time at which it first asked for less in this run.
        var firstThrottled: Duration?
        /// True while there is something to write: that the cloud can be read is no progress then.
        var isWriting = false
        /// True if anything is tried again in this run.
        var isPatient = true
    }

    /// The run's time.
    package let clock: RunClock
    /// The most times that the same thing may be tried again.
    let limits: RetryLimits
    private let policy = RetryPolicy()
    private let patience: Duration
    private let state = Mutex(State())
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Makes the back-off of one run.
    ///
    /// - Parameters:
    ///   - retryFor: the time for which the run goes on retrying what fails.
    ///   - limits: the most times that the same thing may be tried again in that time.
    ///   - clock: the run's time.
    ///   - generator: the source of the jitter.
    package init(
        retryFor: Duration, limits: RetryLimits = RetryLimits(),
        clock: RunClock = RunClock(),
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.limits = limits
        self.clock = clock
        self.generator = Mutex(generator)
        patience = retryFor
    }

    /// Begins a new run, with nothing held against it.
    ///
    /// - Parameter isPatient: true if anything is tried again in it.
    package func beginRun(isPatient: Bool = true) {
        state.withLock { $0 = State(isPatient: isPatient) }
    }

    /// True if anything is tried again in this run.
    package var isPatient: Bool { state.withLock { $0.isPatient } }

    /// The time for which the run goes on retrying what fails.
    package var retryFor: Duration { isPatient ? patience : .zero }

    /// The longest wait for room in an image that is full.
    var patienceWithFullImages: Duration { min(retryFor, Self.longestForRoom) }

    /// Begins a phase of the run.
    ///
    /// - Parameter isWriting: true if only writes are progress in it.
    package func beginPhase(isWriting: Bool) {
        state.withLock { state in
            state.isWriting = isWriting
            state.throttledSince = nil
        }
    }

    /// Notes that the cloud has done what it was asked, or refused it as a cloud that works.
    ///
    /// - Parameter isWrite: true if it was asked to write.
    package func noteSuccess(isWrite: Bool = false) {
        state.withLock { state in
            if isWrite || !state.isWriting { state.throttledSince = nil }
        }
    }

    /// Notes that the cloud asks for less.
    package func noteThrottled() {
        let now = clock.now()
        state.withLock { state in
            state.throttledSince = state.throttledSince ?? now
            state.firstThrottled = state.firstThrottled ?? now
        }
    }

    /// Notes a wait out of the run's own caution, by which the cloud has not asked for anything.
    ///
    /// - Parameter duration: the wait, which begins now.
    func noteCaution(_ duration: Duration) {
        let now = clock.now()
        state.withLock { state in
            state.throttledSince = state.throttledSince.map { min($0 + duration, now) }
        }
    }

    /// The rest of the time to wait because the cloud asks for less: `--retry-for` since it last did anything else, and
    /// `outerBound` times that since it first asked.
    package var remainingWhileThrottled: Duration {
        let (now, retryFor) = (clock.now(), retryFor)
        return state.withLock { state in
            let inARow = retryFor - (now - (state.throttledSince ?? now))
            let inAll = retryFor * Self.outerBound - (now - (state.firstThrottled ?? now))
            return max(.zero, min(inARow, inAll))
        }
    }

    /// Draws a wait by the policy.
    ///
    /// - Parameters:
    ///   - attempt: the try that failed, from 1.
    ///   - retryAfter: the least time to wait, if somebody asks for it.
    ///   - remaining: the longest wait.
    /// - Returns: the wait; nil where nothing remains, or less than is asked for.
    package func draw(attempt: Int, retryAfter: Duration? = nil, remaining: Duration) -> Duration? {
        generator.withLock { generator in
            policy.wait(attempt: attempt, retryAfter: retryAfter, remaining: remaining, using: &generator)
        }
    }
}
