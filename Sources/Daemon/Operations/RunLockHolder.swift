package import FoundationEssentials

/// Who has a lock.
package struct RunLockHolder: Sendable, Equatable, CustomStringConvertible {
    /// The process.
    package var processID: Int32
    /// The machine it runs on; a lock on a network file system can be another's.
    package var host: String
    /// Since when.
    package var since: Date

    /// Makes a holder; this process, if nothing else is said.
    package init(
        processID: Int32 = ProcessInfo.processInfo.processIdentifier,
        host: String = ProcessInfo.processInfo.hostName, since: Date = .now
    ) {
        self.processID = processID
        self.host = host
        self.since = since
    }

    /// `process 4711 on host1 since 2026-01-31T12:00:00Z`.
    package var description: String { "process \(processID) on \(host) since \(since.formatted(.iso8601))" }
}
