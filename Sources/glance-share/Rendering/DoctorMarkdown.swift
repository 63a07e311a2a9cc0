import CloudsYAML
import Diagnosis
import Text

/// The doctor's findings for an issue or a merge request, in which nothing is markup but ours.
struct DoctorMarkdown {
    let report: DoctorReport
    /// True if the settings that were used are listed too.
    let showsSettings: Bool

    /// The Markdown, ending in a line break.
    func render() -> String {
        let settings = showsSettings ? report.cloud?.usedSettings ?? [] : []
        let list = settings.isEmpty ? [] : ["\n#### Settings\n\n"] + settings.map(line)
        return MarkdownPage(
            head: "### glance-share doctor\n\n**\(headline)**\n\n", blocks: report.findings.map(line) + list
        ).render()
    }

    /// The sum of it all: nobody reads on below "nothing is wrong".
    private var headline: String {
        let findings = report.findings
        let failed = findings.count { $0.state == .failed }
        let verdict =
            switch report.outcome {
            case .failed: "\(counted(failed, "thing")) \(failed == 1 ? "is" : "are") wrong"
            case .unknown: "The cloud could not say everything"
            case .ok, .warning: "Nothing is wrong"
            }
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
        let (value, origin) = (MarkdownText.code(setting.value), MarkdownText.code(setting.origin))
        return "- \(MarkdownText.code(setting.name)): \(value) (\(origin))\n"
    }
}
