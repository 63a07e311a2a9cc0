import Synchronization

/// Lets tests wait for a condition on something that says when it changes: no polling, no time.
package final class Changes: Sendable {
    private struct Waiter {
        let condition: @Sendable () -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private let waiters = Mutex<[Waiter]>([])

    /// Makes the changes of something.
    package init() {}

    /// Says that something has changed.
    package func announce() {
        let content = waiters.withLock { waiters in
            var content: [Waiter] = []
            waiters.removeAll { waiter in
                guard waiter.condition() else { return false }
                content.append(waiter)
                return true
            }
            return content
        }
        for waiter in content { waiter.continuation.resume() }
    }

    /// Waits until the condition holds.
    package func wait(until condition: @escaping @Sendable () -> Bool) async {
        await withCheckedContinuation { continuation in
            let holds = waiters.withLock { waiters in
                if condition() { return true }
                waiters.append(Waiter(condition: condition, continuation: continuation))
                return false
            }
            if holds { continuation.resume() }
        }
    }
}
