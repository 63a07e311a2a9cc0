import Synchronization

/// The one policy and the one budget by which everything in a run tries again.
package final class BackOff: Sendable {
    /// What is left of the run's patience.
    package let budget: RetryBudget
    /// The run's time.
    package let clock: RunClock
    private let policy: RetryPolicy
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Makes the back-off of one run.
    ///
    /// - Parameters:
    ///   - policy: how long to wait.
    ///   - retryFor: how long the run may go on retrying.
    ///   - clock: the run's time.
    ///   - generator: where the jitter comes from.
    package init(
        policy: RetryPolicy = RetryPolicy(), retryFor: Duration, clock: RunClock = RunClock(),
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.policy = policy
        self.clock = clock
        self.generator = Mutex(generator)
        budget = RetryBudget(retryFor, clock: clock)
    }

    /// How long to wait after a failed try, or nil to give up.
    ///
    /// - Parameters:
    ///   - attempt: the try that failed, from 1.
    ///   - retryAfter: what the server asked for, if it did.
    ///   - isThrottled: whether the cloud asked for less, rather than failed.
    /// - Returns: the wait, or nil.
    package func wait(attempt: Int, retryAfter: Duration?, isThrottled: Bool = false) -> Duration? {
        let remaining = isThrottled ? budget.remainingWhileThrottled : budget.remaining
        return generator.withLock { generator in
            policy.wait(attempt: attempt, retryAfter: retryAfter, remaining: remaining, using: &generator)
        }
    }
}
