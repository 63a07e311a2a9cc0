/// How long to wait before the next try: exponential back-off with full jitter, under a cap.
///
/// The wait is drawn uniformly from nothing to the ceiling, so that many clients that failed together do not come back
/// together. A `Retry-After` is a floor: nobody comes back sooner than asked.
package struct RetryPolicy: Sendable, Equatable {
    /// The ceiling of the first wait.
    package var base: Duration
    /// The ceiling of every wait.
    package var cap: Duration

    /// Makes a policy.
    package init(base: Duration = .milliseconds(500), cap: Duration = .seconds(20)) {
        self.base = base
        self.cap = cap
    }

    /// The longest that the wait after a given try can be without a `Retry-After`.
    ///
    /// - Parameter attempt: the try that failed, from 1.
    /// - Returns: the ceiling.
    package func ceiling(attempt: Int) -> Duration {
        // 2^30 times any base is past every cap that makes sense, and does not overflow.
        min(cap, base * (1 << min(max(attempt, 1) - 1, 30)))
    }

    /// Draws the wait after a failed try.
    ///
    /// - Parameters:
    ///   - attempt: the try that failed, from 1.
    ///   - retryAfter: what the server asked for, if it did.
    ///   - remaining: what is left of the run's budget.
    ///   - generator: where the jitter comes from.
    /// - Returns: the wait, or nil to stop trying: the budget is spent, or would be before the server wants to be asked.
    package func wait(
        attempt: Int, retryAfter: Duration?, remaining: Duration, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard remaining > .zero, (retryAfter ?? .zero) <= remaining else { return nil }
        let jittered = ceiling(attempt: attempt) * Double.random(in: 0...1, using: &generator)
        return min(max(jittered, retryAfter ?? .zero), remaining)
    }
}
