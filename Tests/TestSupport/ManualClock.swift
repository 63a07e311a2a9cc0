import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: Clock {
    private struct Sleeper {
        let id: Int
        let deadline: TestInstant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now = TestInstant()
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())
    private let changes = Changes()

    /// Makes a clock that stands at its beginning.
    package init() {}

    package var now: TestInstant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .zero }

    /// How many sleep now.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    package func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let sleptOut = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    if deadline <= state.now { return true }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    return nil
                }
                if let early { continuation.resume(returning: early) }
                changes.announce()
            }
        } onCancel: {
            wake(id)
        }
        if !sleptOut { throw CancellationError() }
    }

    /// Moves time on and wakes everybody whose time has come, the earliest first.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume(returning: true) }
    }

    /// Moves time on to the earliest moment that somebody sleeps until.
    ///
    /// - Returns: whether there was anybody.
    package func advanceToNextDeadline() -> Bool {
        let wait = state.withLock { state in state.sleepers.map { state.now.duration(to: $0.deadline) }.min() }
        if let wait { advance(by: wait) }
        return wait != nil
    }

    /// Waits until exactly so many sleep.
    package func waitForSleepers(_ count: Int) async {
        await changes.wait { self.sleeperCount == count }
    }

    private func wake(_ id: Int) {
        let sleeper: Sleeper? = state.withLock { state in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(returning: false)
        changes.announce()
    }
}
