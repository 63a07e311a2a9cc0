import Synchronization
import TestSupport

/// A clock that moves only when nobody has anything left to do, and then to the moment for which somebody waits.
final class VirtualClock: Clock {
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

    var now: TestInstant { state.withLock { $0.now } }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let sleptOut = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            wake(id)
        }
        if !sleptOut { throw CancellationError() }
    }

    /// Moves to the earliest moment that somebody waits for, and wakes whoever does.
    ///
    /// - Returns: whether there was anybody.
    func advance() -> Bool {
        let due = state.withLock { state in
            guard let next = state.sleepers.map(\.deadline).min() else { return [] as [Sleeper] }
            state.now = max(state.now, next)
            let due = state.sleepers.filter { $0.deadline <= next }.sorted { $0.id < $1.id }
            state.sleepers.removeAll { $0.deadline <= next }
            return due
        }
        for sleeper in due { sleeper.continuation.resume(returning: true) }
        return !due.isEmpty
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
    }
}
