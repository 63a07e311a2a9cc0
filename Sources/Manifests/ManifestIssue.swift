import Text
package import ImageSharing

/// Something wrong with a manifest, told so that a person can mend it without asking anybody.
///
/// All texts but `file` may be shown as they are: what they quote of a file is escaped already.
package struct ManifestIssue: Hashable, Sendable {
    /// Whether the manifest can be used all the same.
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// How bad it is.
    package let severity: Severity
    /// The file's path as the user gave it, or `-` for standard input.
    package let file: String
    /// Where in the file it is; nil where the file could not be read at all.
    package let source: SourceLocation?
    /// The keys and positions that lead there, like `images.<id>.members[3]`; empty for the whole file.
    package let path: String
    /// What is wrong.
    package let message: String
    /// What to do about it, if there is something to say.
    package let hint: String?
    /// The line with a caret below the place, if there is a line to show.
    package let snippet: String?

    /// The issue as a person reads it: the place and the message, the line with a caret, and the hint; no line break
    /// at the end.
    package var text: String {
        let place = (source?.description ?? file).escapedForDisplay
        var lines = ["\(place): \(severity.rawValue): \(messageWithPath)"]
        if let snippet {
            lines += snippet.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        }
        if let hint { lines.append("  hint: " + hint) }
        return lines.joined(separator: "\n")
    }

    /// The issue as a problem of the report.
    package var problem: Problem {
        let message = source == nil ? "\(file.escapedForDisplay): \(messageWithPath)" : messageWithPath
        return Problem(code: .manifestInvalid, message: message, hint: hint, source: source)
    }

    private var messageWithPath: String { path.isEmpty ? message : "\(path): \(message)" }
}
