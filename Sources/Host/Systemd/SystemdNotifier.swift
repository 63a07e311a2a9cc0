import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Tells the service manager how the program is: ready, reloading, stopping, alive, and a line for a person.
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

    /// Whether a manager listens.
    package let isActive: Bool
    /// How often `progress()` should be called at least: half of `WatchdogSec=`; nil where no watchdog waits.
    package let watchdogInterval: Duration?

    /// Makes a notifier as the environment says: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - processID: this process.
    ///   - now: the system's monotonic clock, which the manager reads too.
    package init(
        environment: [String: String], processID: Int32 = ProcessInfo.processInfo.processIdentifier,
        now: @escaping @Sendable () -> Duration = SystemdNotifier.monotonicTime
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

    /// Says how the service is, in one line for a person; the same line twice is said once.
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

    /// How long ago work got done, for whoever watches the process in the manager's place.
    package var timeSinceProgress: Duration { now() - state.withLock { $0.progressAt } }

    /// The time of `CLOCK_MONOTONIC`.
    package static let monotonicTime: @Sendable () -> Duration = {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
