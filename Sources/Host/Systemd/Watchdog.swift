/// When to tell the service manager that there was progress: a pure value that is told the time.
///
/// The watchdog is fed where work gets done and nowhere else, so a loop that hangs starves it.
struct Watchdog: Equatable, Sendable {
    /// How often there should be progress: half of what the manager waits for.
    let interval: Duration
    private var fedAt: Duration?

    /// Reads what the manager asks for.
    ///
    /// - Parameters:
    ///   - environment: the process's variables: `WATCHDOG_USEC` and `WATCHDOG_PID`.
    ///   - processID: this process; a watchdog that is meant for another is none.
    init?(environment: [String: String], processID: Int32) {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init), microseconds > 1 else { return nil }
        if let meant = environment["WATCHDOG_PID"], Int32(meant) != processID { return nil }
        interval = .microseconds(microseconds / 2)
    }

    /// Notes progress.
    ///
    /// - Parameter now: the time.
    /// - Returns: whether to tell of it: at most once a quarter of the interval, however busy the loop is.
    mutating func feed(at now: Duration) -> Bool {
        if let fedAt, now - fedAt < interval / 4 { return false }
        fedAt = now
        return true
    }
}
