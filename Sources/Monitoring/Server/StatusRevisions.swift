import Daemon
import Synchronization

/// Gives each status a number of its own, so that a client can ask whether there is another one.
final class StatusRevisions: Sendable {
    private struct Latest {
        var status: DaemonStatus?
        var readiness: Readiness?
        var number = 0
    }

    private let latest = Mutex(Latest())
    /// Tells the numbers of this process from those of the one before it.
    private let process = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// The entity tag of what is made from a status: the same as long as nothing but the time changes.
    ///
    /// Comparing costs little: arrays that share their storage are equal at first sight.
    func tag(of status: DaemonStatus, readiness: Readiness) -> String {
        let number = latest.withLock { latest in
            if latest.status != status || latest.readiness?.isReady != readiness.isReady {
                latest.status = status
                latest.readiness = readiness
                latest.number += 1
            }
            return latest.number
        }
        return "\"\(process)-\(number)\""
    }
}
