import Synchronization

/// How much longer a run may go on retrying (`--retry-for`).
///
/// The budget is spent by the time during which anything at all waits because it failed, counted once however many do.
/// So a run lasts no longer than its work plus the budget, and the hours before a first failure cost nothing. Waiting
/// because the cloud asks for it is not failing: that is bounded by the time in which nothing succeeds at all.
package final class RetryBudget: Sendable {
    private struct State {
        var spent: Duration = .zero
        var troubled = 0
        var since: Duration = .zero
        var lastSuccess: Duration = .zero
    }

    private let total: Duration
    private let clock: RunClock
    private let state = Mutex(State())

    /// Makes a budget.
    package init(_ total: Duration, clock: RunClock) {
        self.total = total
        self.clock = clock
    }

    /// Begins a new run with a full budget.
    package func renew() {
        let now = clock.now()
        state.withLock { state in
            state.spent = .zero
            state.since = now
            state.lastSuccess = now
        }
    }

    /// Says that something has failed and is to be retried; every call needs its `endFailing()`.
    package func beginFailing() {
        let now = clock.now()
        state.withLock { state in
            if state.troubled == 0 { state.since = now }
            state.troubled += 1
        }
    }

    /// Says that what had failed has ended, well or not.
    package func endFailing() {
        let now = clock.now()
        state.withLock { state in
            state.troubled -= 1
            if state.troubled == 0 { state.spent += now - state.since }
        }
    }

    /// Says that the cloud has done what it was asked.
    package func noteSuccess() {
        let now = clock.now()
        state.withLock { $0.lastSuccess = max($0.lastSuccess, now) }
    }

    /// What is left for waiting because the cloud asks for less.
    package var remainingWhileThrottled: Duration {
        let now = clock.now()
        return state.withLock { max(.zero, total - (now - $0.lastSuccess)) }
    }

    /// What is left for trying again what failed.
    package var remaining: Duration {
        let now = clock.now()
        return state.withLock { state in
            max(.zero, total - state.spent - (state.troubled > 0 ? now - state.since : .zero))
        }
    }
}
