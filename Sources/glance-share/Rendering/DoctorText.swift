import CloudsYAML
import Diagnosis
import Text

/// The doctor's findings for a person, each by itself, because a step can take its time.
struct DoctorText {
    let style: Style
    /// True if only what needs attention is shown.
    let isBrief: Bool

    /// A finding: its state, its step, and below it the remedy.
    func lines(_ finding: Finding) -> String {
        if isBrief && finding.state == .ok { return "" }
        let role: Style.Role =
            switch finding.state {
            case .ok: .good
            case .warning: .attention
            case .failed: .bad
            case .unknown: .faint
            }
        let (state, step) = (finding.state.rawValue, finding.step.rawValue)
        let afterState = String(repeating: " ", count: max(0, 8 - state.count))
        let afterStep = String(repeating: " ", count: max(0, 14 - step.count))
        var text = "\(style(role, state))\(afterState) \(step)\(afterStep) \(finding.message.escapedForDisplay)\n"
        if let hint = finding.hint {
            text += String(repeating: " ", count: 24) + style(.faint, hint.escapedForDisplay) + "\n"
        }
        return text
    }

    /// The settings that were used, and where they are written; nothing where there are none.
    func settings(of cloud: LoadedCloud) -> String {
        guard !cloud.usedSettings.isEmpty else { return "" }
        let width = cloud.usedSettings.map(\.name.count).max() ?? 0
        let lines = cloud.usedSettings.map { setting in
            let name = setting.name + String(repeating: " ", count: width - setting.name.count)
            return "  \(name)  \(setting.value.escapedForDisplay)  "
                + style(.faint, setting.origin.escapedForDisplay) + "\n"
        }
        return "\nSettings:\n" + lines.joined()
    }
}
