import ImageSharing

/// The issues found so far: the first ones whole, the rest as a number, so that a million mistakes stay small.
struct ManifestIssues {
    /// The most errors, and the most warnings, that are kept.
    static let limit = 1000

    private(set) var errors: [ManifestIssue] = []
    private(set) var warnings: [ManifestIssue] = []
    private(set) var omittedErrors = 0
    private(set) var omittedWarnings = 0

    /// Whether another issue of this severity would be kept, so that it is worth finding words for it.
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

    private static func precedes(_ one: ManifestIssue, _ other: ManifestIssue) -> Bool {
        let (left, right) = (one.source, other.source)
        return (left?.line ?? 0, left?.column ?? 0, one.path) < (right?.line ?? 0, right?.column ?? 0, other.path)
    }
}
