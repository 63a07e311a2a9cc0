import Synchronization

/// Something that happens once, and that many can wait for.
package final class Signal: Sendable {
    private let changes = Changes()
    private let given = Mutex(false)

    /// Makes a signal that has not been given.
    package init() {}

    /// Whether it was given.
    package var wasGiven: Bool { given.withLock { $0 } }

    /// Gives the signal.
    package func give() {
        given.withLock { $0 = true }
        changes.announce()
    }

    /// Waits for the signal, whatever becomes of the waiting task.
    package func wait() async {
        await changes.wait { self.wasGiven }
    }

    /// Waits for the signal or for the waiting task's cancellation.
    ///
    /// - Returns: whether the signal was given.
    package func waitUnlessCancelled() async -> Bool {
        let cancelled = Signal()
        return await withTaskCancellationHandler {
            await changes.wait { self.wasGiven || cancelled.wasGiven }
            return wasGiven
        } onCancel: {
            cancelled.give()
            changes.announce()
        }
    }
}
