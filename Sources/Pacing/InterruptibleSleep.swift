import Synchronization

/// A sleep that can be ended from outside.
package final class InterruptibleSleep: Sendable {
    private struct State {
        var isWoken = false
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Makes a sleep that nobody has ended yet.
    package init() {}

    /// Sleeps until the time has passed, somebody calls `wake()`, or the task is cancelled.
    package func sleep(for duration: Duration, by clock: RunClock) async {
        let sleeper = Task { _ = try? await clock.sleep(duration) }
        let isWoken = state.withLock { state in
            state.sleeper = sleeper
            return state.isWoken
        }
        if isWoken { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
    }

    /// Ends the sleep, or the next one.
    package func wake() {
        let sleeper = state.withLock { state in
            state.isWoken = true
            return state.sleeper
        }
        sleeper?.cancel()
    }

    /// Returns true if somebody has called `wake()` since this was last asked.
    package func wasWoken() -> Bool {
        state.withLock { state in
            defer { state.isWoken = false }
            return state.isWoken
        }
    }
}
