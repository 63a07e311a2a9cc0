import ImageSharing
import OpenStack

/// The findings of the projects that a manifest names, and of those that its images are shared with already.
struct ProjectFindings {
    let standings: [ProjectID: ProjectStanding]
    /// The line that asks for each project, where one does.
    let sources: [ProjectID: SourceLocation]

    /// First the projects that nobody can use, sorted by ID, then how many are known, unanswered and hidden.
    var all: [Finding] { unusable + counts }

    private var unusable: [Finding] {
        standings.sorted { $0.key < $1.key }.compactMap { project, standing in
            let place = sources[project].map { " (\($0))" } ?? ", a member that the manifest does not name,"
            return switch standing {
            case .missing:
                Finding(
                    .project, .failed, "project \(project)\(place) does not exist",
                    hint: "it was deleted, or is a typing error, or belongs to another cloud"
                )
            case .disabled(let name):
                Finding(.project, .warning, "project \(project) (\(name))\(place) is disabled")
            case .enabled, .hidden, .unanswered: nil
            }
        }
    }

    private var counts: [Finding] {
        let all = standings.count
        let enabled = standings.values.count { if case .enabled = $0 { true } else { false } }
        let unanswered = standings.values.count { $0 == .unanswered }
        let hidden = standings.values.count { $0 == .hidden }
        var findings: [Finding] = []
        if enabled > 0 {
            findings.append(Finding(.project, .ok, "\(enabled) of \(all) projects exist and are enabled"))
        }
        if unanswered > 0 {
            findings.append(
                Finding(
                    .project, .unknown, "\(unanswered) of \(all) projects: Keystone did not answer",
                    hint: "the cloud's trouble: run again later", isTransient: true
                )
            )
        }
        if hidden > 0 {
            findings.append(
                Finding(
                    .project, .unknown, "\(hidden) of \(all) projects: cannot tell whether they exist",
                    hint: "an administrator may look at other projects: run doctor with such a user's credentials"
                )
            )
        }
        return findings
    }
}
