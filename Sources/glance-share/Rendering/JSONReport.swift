import ImageSharing
import Text

/// A report for a script: one object, its keys in the contract's order.
struct JSONReport {
    let report: Report
    /// The command that was run: `plan`, `apply` or `validate`.
    let command: String

    /// The JSON, ending in a line break.
    func render() -> String {
        var json = JSONWriter()
        json.object { json in
            json.header(command: command)
            json.field("commit", report.commit)
            json.field("cloud", report.cloud?.name)
            json.field("region", report.cloud?.region)
            json.field("project_id", report.cloud?.projectID)
            json.field("project_name", report.cloud?.projectName)
            json.field("outcome", report.verdict.rawValue)
            json.field("interrupted", report.wasInterrupted)
            json.object("summary") { json in write(report.summary, to: &json) }
            let images = report.plan?.images ?? []
            writeDescriptions(of: images, to: &json)
            writeChanges(to: &json)
            writeUnmanaged(of: images, to: &json)
            json.array("not_read", images.lazy.filter { !$0.wasRead }) { json, image in
                json.object { json in
                    json.field("image", image.image.description)
                    json.source(image.source)
                }
            }
            json.problems(report.problems, omitted: report.omittedProblems)
            json.warnings(report.warnings)
            if let objection = report.objection {
                json.object("apply_would_refuse") { json in
                    json.field("code", objection.code.rawValue)
                    json.field("message", objection.message)
                    json.field("hint", objection.hint)
                }
            }
        }
        return json.text + "\n"
    }

    private func write(_ summary: Summary, to json: inout JSONWriter) {
        json.field("images", summary.images)
        json.field("members", summary.members)
        json.field("add", summary.add)
        json.field("unchanged", summary.unchanged)
        json.field("unmanaged", summary.unmanaged)
        json.field("created", summary.created)
        json.field("already_member", summary.alreadyMember)
        json.field("failed", summary.failed)
        json.field("skipped", summary.skipped)
    }

    /// Writes the images that the manifest describes, where it describes any: once each, however many changes they have.
    private func writeDescriptions(of images: [ImagePlan], to json: inout JSONWriter) {
        let described = images.filter { $0.description != nil }
        guard !described.isEmpty else { return }
        json.array("images", described) { json, image in
            json.object { json in
                json.field("image", image.image.description)
                json.field("description", image.description)
            }
        }
    }

    private func writeChanges(to json: inout JSONWriter) {
        if let execution = report.execution {
            json.array("changes", execution.outcomes) { json, outcome in
                json.object { json in
                    writeAddition(of: outcome.member, to: outcome.image, &json)
                    json.field("result", outcome.result.rawValue)
                    json.field("attempts", outcome.attempts)
                }
            }
        } else {
            let images = report.plan?.images ?? []
            let additions = images.lazy.flatMap { image in image.additions.lazy.map { (image.image, $0) } }
            json.array("changes", additions) { json, addition in
                json.object { json in writeAddition(of: addition.1, to: addition.0, &json) }
            }
        }
    }

    private func writeUnmanaged(of images: [ImagePlan], to json: inout JSONWriter) {
        let unmanaged = images.lazy.flatMap { image in image.unmanaged.lazy.map { (image.image, $0) } }
        json.array("unmanaged", unmanaged) { json, entry in
            json.object { json in
                json.field("image", entry.0.description)
                json.field("member", entry.1.project.description)
                json.field("status", entry.1.status.rawValue)
            }
        }
    }

    private func writeAddition(of member: DesiredMember, to image: ImageID, _ json: inout JSONWriter) {
        json.field("action", "add")
        json.field("image", image.description)
        json.field("member", member.project.description)
        json.source(member.source)
    }
}
