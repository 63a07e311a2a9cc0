import ImageSharing

/// The sentences that every form of a result shares.
enum ResultText {
    /// The one line that says how the run went.
    static func headline(_ report: Report) -> String {
        let summary = report.summary
        let parts = [
            report.execution == nil
                ? "\(summary.add) to add"
                : "\(summary.created) added",
            summary.alreadyMember > 0 ? "\(summary.alreadyMember) there meanwhile" : nil,
            "\(summary.unchanged) in place",
            summary.failed > 0 ? "\(summary.failed) failed" : nil,
            summary.skipped > 0 ? "\(summary.skipped) not tried" : nil,
            summary.unmanaged > 0 ? "\(summary.unmanaged) not in the manifest, left alone" : nil,
        ]
        let warnings = report.warnings.isEmpty ? "" : "; " + counted(report.warnings.count, "warning")
        let unread = report.plan?.images.count { !$0.wasRead } ?? 0
        let images = counted(summary.images, "image") + (unread > 0 ? ", \(unread) of them not read" : "")
        let commit = report.commit.map { ", commit \($0.shortCommit)" } ?? ""
        return "\(title(report)): \(parts.compactMap { $0 }.joined(separator: ", ")) (\(images)\(commit))\(warnings)."
    }

    private static func title(_ report: Report) -> String {
        let title =
            switch report.verdict {
            case .noChanges: report.execution == nil ? "Nothing to change" : "Nothing to do"
            case .changes: "Plan"
            case .applied: "Applied"
            case .partial: report.execution == nil ? "Plan, incomplete" : "Applied in part"
            case .refused: "Refused, nothing was written"
            case .failed: "Failed"
            }
        return report.wasInterrupted ? "Interrupted; \(title.prefix(1).lowercased() + title.dropFirst())" : title
    }

    /// What a problem is, with the status and the request that told of it.
    static func description(of problem: Problem) -> String {
        let status = problem.httpStatus.map { " (HTTP \($0))" } ?? ""
        return "\(problem.code.rawValue)\(status): \(problem.message)"
    }
}
