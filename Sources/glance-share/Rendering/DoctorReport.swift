import OpenStack
import CloudsYAML
import Text
import GlanceSandbox
import Diagnosis
import Logging
import Synchronization

/// The doctor's findings, for a person line by line as it is found, for a script all at once.
final class DoctorReport: Sendable {
    private struct State {
        var loaded: LoadedCloud?
        var findings: [Finding] = []
        var failure: ResultOutput.Unwritable?
    }

    private let options: OutputOptions
    private let destination: ResultOutput
    private let state = Mutex(State())

    init(_ options: OutputOptions, to destination: ResultOutput) {
        self.options = options
        self.destination = destination
    }

    /// True once something does not work.
    var hasFailure: Bool { state.withLock { $0.findings.contains { $0.state == .failed } } }

    /// True once the cloud could not say of something how it stands.
    var hasTransientFinding: Bool { state.withLock { $0.findings.contains(where: \.isTransient) } }

    /// Takes the cloud that it is about.
    func setCloud(_ loaded: LoadedCloud) {
        state.withLock { $0.loaded = loaded }
    }

    /// Takes a finding, and shows it where somebody is waiting for it.
    @Sendable func add(_ finding: Finding) {
        state.withLock { state in
            state.findings.append(finding)
            guard isShownAtOnce, state.failure == nil else { return }
            do throws(ResultOutput.Unwritable) { try destination.write(text(of: finding)) } catch {
                state.failure = error
            }
        }
    }

    /// Writes what is left to be written.
    func finish() throws(ResultOutput.Unwritable) {
        let state = state.withLock { $0 }
        if let failure = state.failure { throw failure }
        switch options.format {
        case .json: try destination.write(json(state))
        case .markdown:
            let used = options.verbose ? state.loaded?.usedSettings ?? [] : []
            try destination.write(DoctorMarkdown(findings: state.findings, settings: used).text)
        case .text:
            let shown = isShownAtOnce ? "" : state.findings.map(text).joined()
            try destination.write(shown + settings(of: state.loaded))
        }
    }

    /// Logs what does not work, where the result is not what a person reads.
    func logFailures(to logger: Logger) {
        guard options.format != .text || options.output != nil else { return }
        for finding in state.withLock({ $0.findings }) where finding.state == .failed || finding.isTransient {
            var facts: Logger.Metadata = ["step": "\(finding.step.rawValue)"]
            facts["hint"] = finding.hint.map { "\($0)" }
            logger.error("\(finding.message)", metadata: facts)
        }
    }

    private var isShownAtOnce: Bool { options.format == .text && options.output == nil }

    private func text(of finding: Finding) -> String {
        let role: Style.Role =
            switch finding.state {
            case .ok: .good
            case .warning: .attention
            case .failed: .bad
            case .unknown: .faint
            }
        if options.quiet && finding.state == .ok { return "" }
        let (state, step) = (finding.state.rawValue, finding.step.rawValue)
        let afterState = String(repeating: " ", count: max(0, 8 - state.count))
        let afterStep = String(repeating: " ", count: max(0, 14 - step.count))
        var text =
            "\(destination.style(role, state))\(afterState) \(step)\(afterStep) \(finding.message.escapedForDisplay)\n"
        if let hint = finding.hint {
            text += String(repeating: " ", count: 24) + destination.style(.faint, hint.escapedForDisplay) + "\n"
        }
        return text
    }

    /// With `-v`: the settings that were used, and where they are written.
    private func settings(of loaded: LoadedCloud?) -> String {
        guard options.verbose, let loaded, !loaded.usedSettings.isEmpty else { return "" }
        let width = loaded.usedSettings.map(\.name.count).max() ?? 0
        let lines = loaded.usedSettings.map { setting in
            let name = setting.name + String(repeating: " ", count: width - setting.name.count)
            return "  \(name)  \(setting.value.escapedForDisplay)  "
                + destination.style(.faint, setting.origin.escapedForDisplay) + "\n"
        }
        return "\nSettings:\n" + lines.joined()
    }

    private func json(_ state: State) -> String {
        var json = JSONWriter()
        json.object { json in
            json.header(command: "doctor")
            json.field("outcome", outcome(state.findings).rawValue)
            json.field("cloud", state.loaded?.configuration.name)
            json.field("reason", state.loaded?.reason)
            json.array("files", state.loaded?.files ?? []) { json, file in json.value(file) }
            json.array("settings", state.loaded?.usedSettings ?? []) { json, setting in
                json.object { json in
                    json.field("name", setting.name)
                    json.field("value", setting.value)
                    json.field("origin", setting.origin)
                }
            }
            json.array("findings", state.findings) { json, finding in
                json.object { json in
                    json.field("step", finding.step.rawValue)
                    json.field("state", finding.state.rawValue)
                    json.field("message", finding.message)
                    json.field("hint", finding.hint)
                }
            }
        }
        return json.text + "\n"
    }

    private func outcome(_ findings: [Finding]) -> Finding.State {
        if findings.contains(where: { $0.state == .failed }) { return .failed }
        return findings.contains(where: \.isTransient) ? .unknown : .ok
    }
}
