import Synchronization

/// The daemon's status, shared by the loop that writes it and the server that shows it.
package final class StatusStore: Sendable {
    private let status: Mutex<DaemonStatus>

    /// Makes a store with a first status.
    package init(_ status: DaemonStatus) {
        self.status = Mutex(status)
    }

    /// The status now.
    package var current: DaemonStatus { status.withLock { $0 } }

    /// Changes the status.
    package func update(_ change: (inout DaemonStatus) -> Void) {
        status.withLock { change(&$0) }
    }
}
