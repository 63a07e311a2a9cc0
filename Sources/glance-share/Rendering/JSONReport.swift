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
            writeNames(of: images, to: &json)
            write(report.plan?.sets ?? [], to: &json)
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

    /// Writes the images that a person knows by more than an ID, where there are any: once each, however many changes they
    /// have.
    private func writeNames(of images: [ImagePlan], to json: inout JSONWriter) {
        let known = images.filter { $0.label != nil || !$0.sets.isEmpty }
        guard !known.isEmpty else { return }
        json.array("images", known) { json, image in
            json.object { json in
                json.field("image", image.image.description)
                if let description = image.description { json.field("description", description) }
                guard image.name != nil || !image.sets.isEmpty else { return }
                json.field("name", image.name)
                json.array("sets", image.sets) { $0.value($1) }
            }
        }
    }

    /// Writes the sets and what they have found, where there are any.
    private func write(_ sets: [ImageSetFinding], to json: inout JSONWriter) {
        guard !sets.isEmpty else { return }
        json.array("image_sets", sets) { json, set in
            json.object { json in
                json.field("name", set.name)
                json.field("match", set.match)
                if let images = set.images {
                    json.array("images", images) { $0.value($1.description) }
                } else {
                    json.field("images", String?.none)
                }
                if let note = set.note { json.field("note", note) }
            }
        }
    }

    private func writeChanges(to json: inout JSONWriter) {
        // Of those images alone that have any: a plan can hold a million rows.
        let otherSources = Dictionary(
            (report.plan?.images ?? []).lazy.filter { !$0.otherSources.isEmpty }.map { ($0.image, $0.otherSources) }
        ) { first, _ in first }
        if let execution = report.execution {
            json.array("changes", execution.outcomes) { json, outcome in
                json.object { json in
                    writeAddition(
                        of: outcome.member, to: outcome.image,
                        otherSources: otherSources[outcome.image]?[outcome.member.project], &json)
                    json.field("result", outcome.result.rawValue)
                    json.field("attempts", outcome.attempts)
                }
            }
        } else {
            let images = report.plan?.images ?? []
            let additions = images.lazy.flatMap { image in image.additions.lazy.map { (image.image, $0) } }
            json.array("changes", additions) { json, addition in
                json.object { json in
                    writeAddition(
                        of: addition.1, to: addition.0,
                        otherSources: otherSources[addition.0]?[addition.1.project], &json)
                }
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

    private func writeAddition(
        of member: DesiredMember, to image: ImageID, otherSources: [SourceLocation]?, _ json: inout JSONWriter
    ) {
        json.field("action", "add")
        json.field("image", image.description)
        json.field("member", member.project.description)
        if let name = report.plan?.projectNames[member.project] { json.field("name", name) }
        json.source(member.source)
        guard let otherSources, !otherSources.isEmpty else { return }
        json.array("sources", [member.source] + otherSources) { json, source in json.object { $0.place(source) } }
    }
}
