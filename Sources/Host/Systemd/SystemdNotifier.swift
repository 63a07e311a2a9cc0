import FoundationEssentials
import Synchronization

/// The messages to the service manager: ready, reloading, stopping, alive, and a line for a person.
///
/// Without a manager that listens it does nothing. It never fails the program: a manager that does not hear is the
/// manager's trouble.
package final class SystemdNotifier: Sendable {
    private struct State {
        var watchdog: Watchdog?
        var lastStatus: String?
        var progressAt: Duration
    }

    private let send: @Sendable (NotifyMessage) -> Void
    private let now: @Sendable () -> Duration
    private let state: Mutex<State>

    /// True while a manager listens.
    let isActive: Bool
    /// The longest time between two calls of `progress()`: half of `WatchdogSec=`; nil where no watchdog waits.
    package let watchdogInterval: Duration?

    /// Makes a notifier as the environment says: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - processID: this process.
    ///   - now: the system's monotonic clock, which the manager reads too.
    package init(
        environment: [String: String], processID: Int32 = ProcessInfo.processInfo.processIdentifier,
        now: @escaping @Sendable () -> Duration = { SystemCalls.monotonicTime() }
    ) {
        let socket = environment["NOTIFY_SOCKET"].flatMap(NotifyAddress.init).map(NotifySocket.init)
        let watchdog = socket == nil ? nil : Watchdog(environment: environment, processID: processID)
        isActive = socket != nil
        watchdogInterval = watchdog?.interval
        send = { message in _ = socket?.send(message.text) }
        self.now = now
        state = Mutex(State(watchdog: watchdog, progressAt: now()))
    }

    /// Says that the service has started, or that a reload has ended.
    package func ready() { send(.ready) }

    /// Says that a reload begins; `ready()` ends it.
    package func reloading() { send(.reloading(at: now())) }

    /// Says that the service is about to end.
    package func stopping() { send(.stopping) }

    /// Says what the service does, in one line for a person; the same line twice is said once.
    package func status(_ line: String) {
        let isNew = state.withLock { state in
            defer { state.lastStatus = line }
            return state.lastStatus != line
        }
        if isNew { send(.status(line)) }
    }

    /// Says that work got done, at most once a quarter of the watchdog's interval; to be called from the loop itself.
    package func progress() {
        let now = now()
        let isFed = state.withLock { state in
            state.progressAt = now
            return state.watchdog?.feed(at: now) ?? false
        }
        if isFed { send(.watchdog) }
    }

    /// The time since work got done, for whoever watches the process in the manager's place.
    package var timeSinceProgress: Duration { now() - state.withLock { $0.progressAt } }
}

/// The times at which the service manager hears of progress: a pure value that is given the time.
///
/// The watchdog is fed where work gets done and nowhere else, so a loop that hangs starves it.
struct Watchdog: Equatable, Sendable {
    /// The longest time without progress: half of what the manager waits for.
    let interval: Duration
    private var fedAt: Duration?

    /// Reads the manager's request; nil where there is none for this process.
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
    /// - Returns: true if the manager is to hear of it: at most once a quarter of the interval, however busy the loop is.
    mutating func feed(at now: Duration) -> Bool {
        if let fedAt, now - fedAt < interval / 4 { return false }
        fedAt = now
        return true
    }
}
