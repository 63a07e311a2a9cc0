package import Logging
import Synchronization

/// Everything that is logged, at every level, as text.
package final class CapturedLog: Sendable {
    private let entries = Mutex<[String]>([])

    /// Makes an empty log.
    package init() {}

    /// The lines so far.
    package var lines: [String] { entries.withLock { $0 } }

    /// A logger that writes here.
    package var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private func append(_ line: String) { entries.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let told = metadata.merging(event.metadata ?? [:]) { _, new in new }
            log.append("\(event.level) \(event.message) \(told)")
        }
    }
}
