/// The waits between tries: exponential back-off with full jitter, under a cap.
///
/// The wait is drawn uniformly from nothing to the ceiling, so that many clients that failed together do not come back
/// together. A `Retry-After` is a floor: nobody comes back sooner than asked.
struct RetryPolicy: Sendable {
    /// The ceiling of the first wait.
    var base = Duration.milliseconds(500)
    /// The ceiling of every wait.
    var cap = Duration.seconds(20)

    /// The longest that the wait after a given try can be without a `Retry-After`.
    ///
    /// - Parameter attempt: the try that failed, from 1.
    /// - Returns: the ceiling.
    func ceiling(attempt: Int) -> Duration {
        // 2^30 times any base is past every cap that makes sense, and does not overflow.
        min(cap, base * (1 << min(max(attempt, 1) - 1, 30)))
    }

    /// Draws the wait after a failed try.
    ///
    /// - Parameters:
    ///   - attempt: the try that failed, from 1.
    ///   - retryAfter: the least wait that the server asked for, if it did.
    ///   - remaining: the rest of the run's budget.
    ///   - generator: the source of the jitter.
    /// - Returns: the wait, or nil to stop trying: the budget is spent, or would be before the server wants to be asked.
    func wait(
        attempt: Int, retryAfter: Duration?, remaining: Duration, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard remaining > .zero, (retryAfter ?? .zero) <= remaining else { return nil }
        let jittered = ceiling(attempt: attempt) * Double.random(in: 0...1, using: &generator)
        return min(max(jittered, retryAfter ?? .zero), remaining)
    }
}

/// The most times that the same thing may be tried again, however much time is left for it.
package struct RetryLimits: Sendable, Equatable {
    /// After tries that got no answer; nil for as often as the time allows.
    let connection: Int?
    /// After answers that are failures; nil for as often as the time allows.
    let status: Int?

    /// Makes limits.
    package init(connection: Int? = nil, status: Int? = nil) {
        self.connection = connection
        self.status = status
    }

    /// The most times that something may be tried again.
    ///
    /// - Parameter hadAnswer: true if the try that failed was answered.
    /// - Returns: the number, or nil for no limit.
    func limit(hadAnswer: Bool) -> Int? {
        hadAnswer ? status : connection
    }
}
