import FoundationEssentials
import Host
import Logging
import Text

/// The forms of a log line.
enum LogFormat: String, CaseIterable {
    case text, json
}

/// Writes one line a log entry to standard error: text for a person, JSON for a machine.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat
    /// True if the journal reads the lines: with priorities, without time stamps.
    let isJournal: Bool
    let standardError: StandardError

    init(logLevel: Logger.Level, format: LogFormat, isJournal: Bool, standardError: StandardError) {
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
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = Date.now.formatted(.iso8601)
        switch format {
        case .text:
            let parts =
                (isJournal ? [] : [time]) + [event.level.rawValue, Self.sentence(event.message.description)]
                + fields.map { "\($0.key)=\(Self.quoted("\($0.value)"))" }
            standardError.write(line: priority(of: event) + parts.joined(separator: " "))
        case .json:
            var json = JSONWriter(isCompact: true)
            json.object { json in
                if !isJournal { json.field("time", time) }
                json.field("level", event.level.rawValue)
                json.field("message", event.message.description)
                for field in fields {
                    // What is counted is a number to a machine too.
                    if case .stringConvertible(let number as Int) = field.value {
                        json.field(field.key, number)
                    } else {
                        json.field(field.key, "\(field.value)")
                    }
                }
            }
            standardError.write(line: priority(of: event) + json.text)
        }
    }

    private func priority(of event: LogEvent) -> String {
        isJournal ? JournalPriority(level: event.level.rawValue)?.prefix ?? "" : ""
    }

    /// A message as it is, in quotes where it could be taken for a message with fields after it.
    static func sentence(_ message: String) -> String {
        message.unicodeScalars.contains("=") ? quoted(message) : message.escapedForDisplay
    }

    /// A value, in quotes where it would not end by itself; by scalars, as whoever splits the line does.
    static func quoted(_ value: String) -> String {
        let shown = value.escapedForDisplay.unicodeScalars
        guard shown.isEmpty || shown.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else {
            return String(shown)
        }
        var text = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in shown {
            if scalar == "\\" || scalar == "\"" { text.append("\\") }
            text.append(scalar)
        }
        text.append("\"")
        return String(text)
    }
}
