/// The priority of a log line, which the journal reads from a prefix on standard error (sd-daemon(3)).
package enum JournalPriority: Int, Sendable, CaseIterable {
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

    /// What goes before the line: `<6>`.
    package var prefix: String { "<\(rawValue)>" }
}
