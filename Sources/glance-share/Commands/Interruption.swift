import Glibc
import Logging
import Synchronization
import UnixSignals

/// Ends work early on SIGINT and SIGTERM: the first asks it to stop, the second leaves at once.
enum Interruption {
    /// The time within which the same signal counts once: `timeout` of coreutils sends its own to the program, and then to
    /// the program's group.
    private static let echo = Duration.milliseconds(500)

    /// Runs `work`, which the first signal asks to stop.
    ///
    /// - Parameters:
    ///   - reload: called on SIGHUP; without it, SIGHUP ends the program as usual.
    ///   - announce: called with the first signal.
    ///   - leave: called with the second one, the last thing before the program ends.
    ///   - stop: asks the work to stop; nil to cancel it.
    ///   - work: what to do; it is expected to return soon after it is asked to stop.
    /// - Returns: what `work` returned, and the signal that stopped it, if one did.
    /// - Throws: what `work` throws.
    static func listen<Result: Sendable>(
        reload: (@Sendable () -> Void)? = nil, announce: @escaping @Sendable (UnixSignal) -> Void,
        leave: @escaping @Sendable (UnixSignal) -> Void = { _ in }, stop: (@Sendable () async -> Void)? = nil,
        while work: @escaping @Sendable () async throws -> Result
    ) async throws -> (result: Result, signal: UnixSignal?) {
        let received = FirstSignal()
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm] + (reload == nil ? [] : [.sighup]))
        let work = Task { try await work() }
        let handler = Task {
            for await signal in signals {
                if let reload, signal == .sighup {
                    reload()
                    continue
                }
                switch received.count(signal, at: .now) {
                case .first:
                    announce(signal)
                    if let stop { await stop() } else { work.cancel() }
                case .echo: break
                case .second:
                    leave(signal)
                    exit(128 + signal.number)
                }
            }
        }
        defer {
            handler.cancel()
            // Nobody listens any more: from here on a signal does what it does to any program.
            for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
        }
        return (try await work.value, received.signal)
    }

    /// The first signal, and what a further one is to it.
    final class FirstSignal: Sendable {
        /// The meaning of a signal.
        enum Count {
            case first, echo, second
        }

        private let kept = Mutex<(signal: UnixSignal, at: ContinuousClock.Instant)?>(nil)

        var signal: UnixSignal? { kept.withLock { $0?.signal } }

        /// Takes a signal.
        func count(_ signal: UnixSignal, at now: ContinuousClock.Instant) -> Count {
            kept.withLock { kept in
                guard let first = kept else {
                    kept = (signal, now)
                    return .first
                }
                return signal == first.signal && now - first.at < Interruption.echo ? .echo : .second
            }
        }
    }
}

extension Logger {
    /// Logs that the first signal was received.
    func stopping(on signal: UnixSignal) {
        notice("stopping: no new writes; waiting for those in flight", metadata: ["signal": "\(signal)"])
    }

    /// Logs that the second signal ends the program, and what that leaves open.
    func leaving(on signal: UnixSignal) {
        warning(
            "stopped at once: what was sent and not answered may be carried out all the same",
            metadata: ["signal": "\(signal)"])
    }
}
