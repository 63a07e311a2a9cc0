import CloudsYAML
import Diagnosis
import OpenStack
import Text

/// The doctor's findings and the settings that they are about, and their form for a script.
struct DoctorReport {
    /// The cloud that was examined; nil where the configuration names none.
    var cloud: LoadedCloud?
    /// The findings, in the order of the steps.
    var findings: [Finding] = []

    /// The state of the whole: failed where anything is wrong, else unknown where the cloud could not say of something
    /// how it stands, else ok.
    var outcome: Finding.State {
        if findings.contains(where: { $0.state == .failed }) { return .failed }
        return findings.contains(where: \.isTransient) ? .unknown : .ok
    }

    /// One JSON object, its keys in the contract's order, ending in a line break.
    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.header(command: "doctor")
            json.field("outcome", outcome.rawValue)
            json.field("cloud", cloud?.configuration.name)
            json.field("reason", cloud?.reason)
            json.array("files", cloud?.files ?? []) { json, file in json.value(file) }
            json.array("settings", cloud?.usedSettings ?? []) { json, setting in
                json.object { json in
                    json.field("name", setting.name)
                    json.field("value", setting.value)
                    json.field("origin", setting.origin)
                }
            }
            json.array("findings", findings) { json, finding in
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
}
