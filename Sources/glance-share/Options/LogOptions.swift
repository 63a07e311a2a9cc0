import Host
import ArgumentParser
import Logging

/// What is told on standard error while the program works.
struct LogOptions: ParsableArguments {
    /// The forms of a log line.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    /// How much is logged; the names are those of swift-log.
    enum Level: String, CaseIterable, ExpressibleByArgument {
        case trace, debug, info, notice, warning, error, critical
    }

    @Option(
        help:
            "How much is logged on standard error: info tells of each member, debug of each request (default: notice)."
    )
    var logLevel: Level?

    @Option(help: "The form of log lines: text or json.")
    var logFormat = Format.text

    /// The logger that these options ask for.
    ///
    /// - Parameters:
    ///   - standardError: where it writes.
    ///   - environment: for `JOURNAL_STREAM`: the journal keeps the time itself, and takes priorities.
    ///   - isQuiet: whether only what needs attention is worth a line, where no level is asked for.
    /// - Returns: the logger.
    func logger(
        writingTo standardError: StandardError, environment: [String: String], isQuiet: Bool = false
    ) -> Logger {
        let level = logLevel ?? (isQuiet ? .warning : .notice)
        let isJournal = JournalStream.takes(environment: environment)
        return Logger(label: "glance-share") { _ in
            LineLogHandler(
                logLevel: Logger.Level(rawValue: level.rawValue) ?? .notice, format: logFormat,
                isJournal: isJournal, standardError: standardError
            )
        }
    }
}
