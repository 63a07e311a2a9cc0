package import ImageSharing
import Text

/// A mistake in a manifest, explained so that a person can mend it without asking anybody.
///
/// All texts but `file` may be shown as they are: what they quote of a file is escaped already.
package struct ManifestIssue: Hashable, Sendable {
    /// The two kinds of issue: with an error, the manifest cannot be used.
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// The kind of issue.
    package let severity: Severity
    /// The file's path as the user gave it, or `-` for standard input.
    package let file: String
    /// The place in the file; nil where the file could not be read at all.
    package let source: SourceLocation?
    /// The keys and positions that lead there, like `images.<id>.members[3]`; empty for the whole file.
    package let path: String
    /// A sentence that says what is wrong.
    package let message: String
    /// A sentence that says what to do about it, if there is something to say.
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

/// The issues found so far: the first ones whole, the rest as a number, so that a million mistakes stay small.
struct ManifestIssues {
    /// The most errors, and the most warnings, that are kept.
    static let limit = 1000

    private(set) var errors: [ManifestIssue] = []
    private(set) var warnings: [ManifestIssue] = []
    private(set) var omittedErrors = 0
    private(set) var omittedWarnings = 0

    /// Returns true if another issue of this severity would be kept, so that it is worth making its message.
    func keepsMore(_ severity: ManifestIssue.Severity) -> Bool {
        (severity == .error ? errors : warnings).count < Self.limit
    }

    mutating func append(_ issue: ManifestIssue) {
        guard keepsMore(issue.severity) else { return omit(issue.severity) }
        switch issue.severity {
        case .error: errors.append(issue)
        case .warning: warnings.append(issue)
        }
    }

    mutating func omit(_ severity: ManifestIssue.Severity, count: Int = 1) {
        switch severity {
        case .error: omittedErrors += count
        case .warning: omittedWarnings += count
        }
    }

    /// Puts the issues of the file that was read last into the order of its lines.
    mutating func sort(errorsFrom firstError: Int, warningsFrom firstWarning: Int) {
        errors[firstError...].sort(by: Self.precedes)
        warnings[firstWarning...].sort(by: Self.precedes)
    }

    /// Puts all issues into the order of the files, and of their lines.
    ///
    /// - Parameter files: the files, in order.
    mutating func sort(by files: [String]) {
        let order = Dictionary(files.enumerated().map { ($1, $0) }) { first, _ in first }
        func precedes(_ one: ManifestIssue, _ other: ManifestIssue) -> Bool {
            let (left, right) = (order[one.file] ?? 0, order[other.file] ?? 0)
            return left == right ? Self.precedes(one, other) : left < right
        }
        errors.sort(by: precedes)
        warnings.sort(by: precedes)
    }

    private static func precedes(_ one: ManifestIssue, _ other: ManifestIssue) -> Bool {
        let (left, right) = (one.source, other.source)
        return (left?.line ?? 0, left?.column ?? 0, one.path) < (right?.line ?? 0, right?.column ?? 0, other.path)
    }
}
