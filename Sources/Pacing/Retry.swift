/// The one state machine by which everything is tried again: the state of one piece of work, an image or a request.
///
/// There are three accounts, and none is spent by somebody else's trouble. Failing is bounded by `--retry-for`: what this
/// work has waited after its failures, and what the tries took that failed again. Being throttled is patience: it lasts
/// while the run gets on at all (`BackOff.remainingWhileThrottled`). Waiting for room in a full image has a bound of its
/// own.
package struct Retry: Sendable {
    /// The reason why something has to be tried again.
    package enum Cause: Sendable, Equatable {
        /// It failed.
        case failing
        /// The cloud asks for patience.
        case throttled
        /// The image has as many members as it may have.
        case full
    }

    /// The number of waits in a row.
    private(set) package var waits = 0
    private var failed = Duration.zero
    private var isFailing = false
    private var waitedForRoom = Duration.zero

    /// Makes the state of work that has not been tried yet.
    package init() {}

    /// Notes that the work has got on.
    package mutating func succeed() {
        waits = 0
        isFailing = false
    }

    /// Decides how long to wait after a try that came to nothing.
    ///
    /// - Parameters:
    ///   - cause: the reason why it has to be tried again.
    ///   - took: the duration of the try.
    ///   - hadAnswer: true if there was an answer, which is counted apart from none.
    ///   - retryAfter: the least time to wait, if the service asks for it: longer than the patience is to give up.
    ///   - floor: the least time to wait out of our own caution, which costs no patience.
    ///   - backOff: the run's patience.
    /// - Returns: the wait; nil to give up.
    package mutating func wait(
        after cause: Cause, took: Duration = .zero, hadAnswer: Bool, retryAfter: Duration?,
        atLeast floor: Duration = .zero, by backOff: BackOff
    ) -> Duration? {
        waits += 1
        if let limit = backOff.limits.limit(hadAnswer: hadAnswer), waits > limit { return nil }
        let remaining: Duration
        switch cause {
        case .failing:
            if isFailing { failed += took }
            isFailing = true
            remaining = backOff.retryFor - failed
        case .throttled: remaining = backOff.remainingWhileThrottled
        case .full: remaining = backOff.patienceWithFullImages - waitedForRoom
        }
        guard let drawn = backOff.draw(attempt: waits, retryAfter: retryAfter, remaining: remaining) else { return nil }
        switch cause {
        case .failing: failed += drawn
        case .full: waitedForRoom += drawn
        case .throttled: break
        }
        // Our own caution costs no patience: another try is to follow it.
        if floor > drawn { backOff.noteCaution(floor - drawn) }
        return max(drawn, floor)
    }
}
