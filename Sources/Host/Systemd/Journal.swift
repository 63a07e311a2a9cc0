package import SystemPackage

/// The stream to the journal, which keeps the time itself and takes priorities (systemd.exec(5)).
package struct JournalStream: Equatable, Sendable {
    /// The device of the journal's socket.
    let device: UInt64
    /// Its inode.
    let inode: UInt64

    /// Reads `JOURNAL_STREAM`: a device and an inode, with a colon between them.
    init?(_ value: String) {
        let parts = value.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1]) else { return nil }
        self.device = device
        self.inode = inode
    }

    /// Returns true if a descriptor is the journal's.
    ///
    /// The variable is inherited also by what has standard error sent elsewhere, so it alone tells nothing.
    ///
    /// - Parameters:
    ///   - descriptor: the file that log lines are written to.
    ///   - environment: the process's variables.
    /// - Returns: true if the journal reads them.
    package static func takes(
        _ descriptor: FileDescriptor = .standardError, environment: [String: String]
    ) -> Bool {
        guard let stream = environment["JOURNAL_STREAM"].flatMap(JournalStream.init) else { return false }
        guard let status = try? Stat(descriptor) else { return false }
        return UInt64(status.deviceID.rawValue) == stream.device && UInt64(status.inode.rawValue) == stream.inode
    }
}

/// The priority of a log line, which the journal reads from a prefix on standard error (sd-daemon(3)).
package enum JournalPriority: Int, Sendable {
    case critical = 2
    case error
    case warning
    case notice
    case info
    case debug

    /// The priority of a level of swift-log, by its name; nil for a name that it has not.
    package init?(level: String) {
        switch level {
        case "trace", "debug": self = .debug
        case "info": self = .info
        case "notice": self = .notice
        case "warning": self = .warning
        case "error": self = .error
        case "critical": self = .critical
        default: return nil
        }
    }

    /// The prefix of the line: `<6>`.
    package var prefix: String { "<\(rawValue)>" }
}
