import Synchronization

/// A clock on which every wait is over at once: it moves by what was slept, and remembers it.
package final class SkippingClock: Clock {
    private struct State {
        var now = TestInstant()
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())

    /// Makes a clock that stands at its beginning.
    package init() {}

    package var now: TestInstant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .zero }

    /// What was slept, in order.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    package func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            state.now = max(state.now, deadline)
        }
        await Task.yield()
    }

    /// Moves time on without anybody sleeping.
    package func advance(by duration: Duration) {
        state.withLock { $0.now = $0.now.advanced(by: duration) }
    }
}
