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

    /// The most bytes of a file that holds nothing but a holder.
    static let longestLine = 512

    /// The line of a file that holds a holder's description and nothing else.
    ///
    /// - Parameter bytes: the whole file.
    /// - Returns: the line without its break; nil where the file holds anything else.
    static func line(in bytes: [UInt8]) -> String? {
        guard bytes.count <= longestLine, bytes.last == UInt8(ascii: "\n"),
            let line = String(validating: bytes.dropLast(), as: UTF8.self),
            !line.utf8.contains(UInt8(ascii: "\n"))
        else { return nil }
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 6, words[0] == "process", Int32(words[1]) != nil, words[2] == "on",
            words[words.count - 2] == "since",
            (try? Date.ISO8601FormatStyle().parse(String(words[words.count - 1]))) != nil
        else { return nil }
        return line
    }

    /// `process 4711 on host1 since 2026-01-31T12:00:00Z`.
    package var description: String { "process \(processID) on \(host) since \(since.formatted(.iso8601))" }
}
