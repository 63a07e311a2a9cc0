import Synchronization

/// A sleep that can be ended from outside.
package final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Makes an alarm that is not rung.
    package init() {}

    /// Sleeps until the time has passed, the alarm is rung, or the task is cancelled.
    package func sleep(for duration: Duration, by clock: RunClock) async {
        let sleeper = Task { _ = try? await clock.sleep(duration) }
        let isRung = state.withLock { state in
            state.sleeper = sleeper
            return state.isRung
        }
        if isRung { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
    }

    /// Ends the sleep, or the next one.
    package func ring() {
        let sleeper = state.withLock { state in
            state.isRung = true
            return state.sleeper
        }
        sleeper?.cancel()
    }

    /// Whether the alarm was rung since the last time this was asked.
    package func wasRung() -> Bool {
        state.withLock { state in
            defer { state.isRung = false }
            return state.isRung
        }
    }
}
