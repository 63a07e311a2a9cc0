import CloudsYAML
import Text
import Diagnosis

/// The doctor's findings for an issue or a merge request, in which nothing is markup but ours.
struct DoctorMarkdown {
    let findings: [Finding]
    /// The settings that were used, where they are asked for.
    var settings: [UsedSetting] = []

    /// The Markdown, ending in a line break.
    var text: String {
        let list = settings.isEmpty ? [] : ["\n#### Settings\n\n"] + settings.map(line)
        return MarkdownPage(
            head: "### glance-share doctor\n\n**\(headline)**\n\n", blocks: findings.map(line) + list
        ).render()
    }

    /// The sum of it all: nobody reads on below "nothing is wrong".
    private var headline: String {
        let failed = findings.count { $0.state == .failed }
        let verdict =
            failed > 0
            ? "\(counted(failed, "thing")) \(failed == 1 ? "is" : "are") wrong"
            : findings.contains(where: \.isTransient) ? "The cloud could not say everything" : "Nothing is wrong"
        let (warnings, unknown) = (findings.count { $0.state == .warning }, findings.count { $0.state == .unknown })
        let rest = [warnings > 0 ? counted(warnings, "warning") : nil, unknown > 0 ? "\(unknown) unknown" : nil]
            .compactMap(\.self).joined(separator: ", ")
        return rest.isEmpty ? "\(verdict)." : "\(verdict); \(rest)."
    }

    private func line(_ finding: Finding) -> String {
        let state = finding.state == .ok ? "ok" : "**\(finding.state.rawValue)**"
        let hint = finding.hint.map { " → \(MarkdownText.code($0))" } ?? ""
        return "- \(state) \(finding.step.rawValue): \(MarkdownText.code(finding.message))\(hint)\n"
    }

    private func line(_ setting: UsedSetting) -> String {
        "- \(MarkdownText.code(setting.name)): \(MarkdownText.code(setting.value)) (\(MarkdownText.code(setting.origin)))\n"
    }
}
