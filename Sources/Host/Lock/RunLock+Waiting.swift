package import Pacing

extension RunLock {
    /// How often a lock that is taken is tried again.
    static let waitingInterval = Duration.seconds(1)

    /// Takes the lock as soon as nobody else has it.
    ///
    /// - Parameters:
    ///   - path: the file, made where it is absent.
    ///   - clock: what to wait by.
    ///   - waiting: told who has it, before each wait.
    /// - Returns: the lock; nil where the task was cancelled first.
    /// - Throws: why the file cannot be locked.
    package static func whenFree(
        _ path: String, clock: RunClock, waiting: (RunLockError) -> Void
    ) async throws(RunLockError) -> RunLock? {
        while !Task.isCancelled {
            do throws(RunLockError) {
                return try RunLock(path)
            } catch {
                guard case .taken = error else { throw error }
                waiting(error)
            }
            try? await clock.sleep(waitingInterval)
        }
        return nil
    }
}
