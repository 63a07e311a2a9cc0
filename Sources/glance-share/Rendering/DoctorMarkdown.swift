import Diagnosis
import ImageSharing

/// The doctor's findings for an issue or a merge request, in which nothing is markup but ours.
struct DoctorMarkdown {
    let findings: [Finding]

    /// The Markdown, ending in a line break.
    var text: String {
        let wrong = findings.count { $0.state == .wrong }
        let unknown = findings.contains(where: \.isTransient)
        let headline =
            wrong > 0
            ? "\(counted(wrong, "thing")) \(wrong == 1 ? "is" : "are") wrong."
            : unknown ? "The cloud could not say everything." : "Nothing is wrong."
        return MarkdownPage(
            head: "### glance-share doctor\n\n**\(headline)**\n\n", blocks: findings.map(line)
        ).render()
    }

    private func line(_ finding: Finding) -> String {
        let state = finding.state == .ok ? "ok" : "**\(finding.state.rawValue)**"
        let hint = finding.hint.map { " → \(MarkdownText.code($0))" } ?? ""
        return "- \(state) \(finding.step.rawValue): \(MarkdownText.code(finding.message))\(hint)\n"
    }
}
