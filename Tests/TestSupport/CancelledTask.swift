/// Runs `body` in a task that has been cancelled before it begins.
@discardableResult
package func inCancelledTask<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
    let start = Signal()
    let task = Task {
        await start.wait()
        return await body()
    }
    task.cancel()
    start.give()
    return await task.value
}
