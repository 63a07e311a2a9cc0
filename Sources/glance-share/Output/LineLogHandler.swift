import Daemon
import FoundationEssentials
import ImageSharing
import Logging

/// Writes one line a log entry to standard error: text for a person, JSON for a machine.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogOptions.Format
    /// Whether the journal reads the lines: with priorities, without time stamps.
    let isJournal: Bool
    let standardError: StandardError

    init(logLevel: Logger.Level, format: LogOptions.Format, isJournal: Bool, standardError: StandardError) {
        self.isJournal = isJournal
        self.logLevel = logLevel
        self.format = format
        self.standardError = standardError
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = Date.now.formatted(.iso8601)
        switch format {
        case .text:
            let told = facts.map { "\($0.key)=\(Self.quoted("\($0.value)"))" }
            let words =
                (isJournal ? [] : [time]) + [event.level.rawValue, event.message.description.escapedForDisplay] + told
            standardError.write(line: priority(of: event) + words.joined(separator: " "))
        case .json:
            var json = JSONWriter(isCompact: true)
            json.object { json in
                if !isJournal { json.field("time", time) }
                json.field("level", event.level.rawValue)
                json.field("message", event.message.description)
                for fact in facts {
                    // What is counted is a number to a machine too.
                    if case .stringConvertible(let number as Int) = fact.value {
                        json.field(fact.key, number)
                    } else {
                        json.field(fact.key, "\(fact.value)")
                    }
                }
            }
            standardError.write(line: priority(of: event) + json.text)
        }
    }

    private func priority(of event: LogEvent) -> String {
        isJournal ? JournalPriority(level: event.level.rawValue)?.prefix ?? "" : ""
    }

    private static func quoted(_ value: String) -> String {
        let shown = value.escapedForDisplay
        guard shown.isEmpty || shown.contains(where: { " \"=".contains($0) }) else { return shown }
        return "\"" + shown.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
