import Host
import Synchronization
import SystemPackage

/// Standard error, shared by log lines and the progress line so that neither tears the other.
final class StandardError: Sendable {
    private let progressLine = Mutex("")

    /// True if a person reads it.
    let isTerminal = FileDescriptor.standardError.isTerminal

    /// Writes a line; a progress line moves below it.
    func write(line: String) {
        progressLine.withLock { progress in
            put(clearing(progress) + line + "\n" + progress)
        }
    }

    /// Replaces the progress line; an empty one removes it.
    ///
    /// Only for a terminal.
    func show(progress: String) {
        progressLine.withLock { shown in
            guard shown != progress else { return }
            put(clearing(shown) + progress)
            shown = progress
        }
    }

    private func clearing(_ shown: String) -> String { shown.isEmpty ? "" : "\r\u{1B}[K" }

    private func put(_ text: String) {
        // Where standard error is gone, there is nobody left to tell.
        try? FileDescriptor.standardError.writeAll(text)
    }
}
