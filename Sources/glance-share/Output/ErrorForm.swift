import FoundationEssentials
import Host
import Logging
import Text

/// The form of what is said on standard error beside the log: mistakes of a manifest, and the error that ends a run.
///
/// It is that of the log, so that whoever reads the one can read the other: lines with a priority in the journal, JSON with
/// `--log-format json`. It has to be known also where the arguments could not be read.
struct ErrorForm {
    private let isJSON: Bool
    private let isJournal: Bool

    /// Finds the form.
    ///
    /// - Parameters:
    ///   - arguments: the command line.
    ///   - isJournal: whether the journal reads standard error.
    init(arguments: [String], isJournal: Bool) {
        isJSON =
            arguments.contains("--log-format=json")
            || zip(arguments, arguments.dropFirst()).contains { $0 == "--log-format" && $1 == "json" }
        self.isJournal = isJournal
    }

    /// A text in this form.
    ///
    /// - Parameters:
    ///   - text: one line or several.
    ///   - level: the severity.
    ///   - now: the time, which the journal knows itself.
    /// - Returns: the line or lines, without a line break at the end.
    func lines(_ text: String, level: Logger.Level, at now: Date) -> String {
        let priority = isJournal ? JournalPriority(level: level.rawValue)?.prefix ?? "" : ""
        guard isJSON else {
            return text.split(separator: "\n", omittingEmptySubsequences: false).map { priority + $0 }
                .joined(separator: "\n")
        }
        var json = JSONWriter(isCompact: true)
        json.object { json in
            if !isJournal { json.field("time", now.formatted(.iso8601)) }
            json.field("level", level.rawValue)
            json.field("message", text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text)
        }
        return priority + json.text
    }
}

extension StandardError {
    /// Writes something beside the log, in the log's form.
    func write(_ text: String, as level: Logger.Level) {
        let isJournal = JournalStream.takes(environment: ProcessInfo.processInfo.environment)
        let form = ErrorForm(arguments: CommandLine.arguments, isJournal: isJournal)
        write(line: form.lines(text, level: level, at: Date.now))
    }
}
