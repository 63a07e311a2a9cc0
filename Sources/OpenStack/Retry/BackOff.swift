import Synchronization

/// The one policy and the one budget by which everything in a run tries again.
package final class BackOff: Sendable {
    /// What is left of the run's patience.
    package let budget: RetryBudget
    /// The run's time.
    package let clock: RunClock
    private let policy: RetryPolicy
    private let limits: RetryLimits
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Makes the back-off of one run.
    ///
    /// - Parameters:
    ///   - policy: how long to wait.
    ///   - retryFor: how long the run may go on retrying.
    ///   - limits: how often it may try the same thing again in that time.
    ///   - clock: the run's time.
    ///   - generator: where the jitter comes from.
    package init(
        policy: RetryPolicy = RetryPolicy(), retryFor: Duration, limits: RetryLimits = RetryLimits(),
        clock: RunClock = RunClock(),
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.policy = policy
        self.limits = limits
        self.clock = clock
        self.generator = Mutex(generator)
        budget = RetryBudget(retryFor, clock: clock)
    }

    /// How long to wait after a failed try, or nil to give up.
    ///
    /// - Parameters:
    ///   - attempt: the try that failed, from 1.
    ///   - status: the answer's status; nil where there was no answer.
    ///   - retryAfter: what the server asked for, if it did.
    ///   - isThrottled: whether the cloud asked for less, rather than failed.
    /// - Returns: the wait, or nil.
    package func wait(attempt: Int, status: Int?, retryAfter: Duration?, isThrottled: Bool = false) -> Duration? {
        if let limit = limits.limit(after: status), attempt > limit { return nil }
        let remaining = isThrottled ? budget.remainingWhileThrottled : budget.remaining
        return generator.withLock { generator in
            policy.wait(attempt: attempt, retryAfter: retryAfter, remaining: remaining, using: &generator)
        }
    }

    /// Whether there is any patience left for what failed so.
    ///
    /// - Parameter status: the answer's status; nil where there was no answer.
    /// - Returns: whether anything at all may still be tried again after that.
    func hasPatience(after status: Int?) -> Bool {
        budget.remaining > .zero && limits.limit(after: status) != 0
    }
}
