import FoundationEssentials
import ImageSharing
import Text

/// A report for a script: one object, its keys in the contract's order.
struct JSONReport {
    let report: Report
    /// The command that was run: `plan`, `apply`, `accept` or `validate`.
    let command: String
    /// The time before its end within which a membership is told of.
    var expiryNotice = Expiry.usualNotice

    /// True if the manifest says more of anybody than that it shall be a member: without that, nothing is written of it.
    private var hasTerms: Bool { (report.plan?.images ?? []).contains(where: \.hasTerms) }

    /// The JSON, ending in a line break.
    func render() -> String {
        var json = JSONWriter()
        json.object { json in
            json.header(command: command)
            json.field("commit", report.commit)
            json.missingFiles(report.missingFiles)
            json.field("cloud", report.cloud?.name)
            json.field("region", report.cloud?.region)
            json.field("project_id", report.cloud?.projectID)
            json.field("project_name", report.cloud?.projectName)
            if let shard = report.shard { json.field("shard", shard.description) }
            json.field("outcome", report.verdict.rawValue)
            json.field("interrupted", report.wasInterrupted)
            json.object("summary") { json in write(report.summary, to: &json) }
            let images = report.plan?.images ?? []
            writeNames(of: images, to: &json)
            write(report.plan?.sets ?? [], to: &json)
            write(untrusted: report.plan?.untrusted ?? [], to: &json)
            writeChanges(to: &json)
            writeUnmanaged(of: images, to: &json)
            if hasTerms { writeTerms(of: images, to: &json) }
            json.array("not_read", images.lazy.filter { !$0.wasRead }) { json, image in
                json.object { json in
                    json.field("image", image.image.description)
                    json.source(image.source)
                }
            }
            json.problems(report.problems, omitted: report.omittedProblems)
            json.warnings(report.warnings)
            if let objection = report.objection { json.caveat("apply_would_refuse", objection) }
            if let left = report.removalsLeft { json.caveat("removals_not_allowed", left) }
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
        guard hasTerms else { return }
        json.field("remove", summary.remove)
        json.field("removed", summary.removed)
        json.field("accept", summary.accept)
        json.field("accepted", summary.accepted)
        json.field("held", summary.held)
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
                if set.elsewhere > 0 { json.field("in_other_shards", set.elsewhere) }
                if let note = set.note { json.field("note", note) }
            }
        }
    }

    /// Writes the images that are offered by nobody who is trusted, where there are any.
    private func write(untrusted images: [FoundImage], to json: inout JSONWriter) {
        guard !images.isEmpty else { return }
        json.array("not_trusted", images) { json, image in
            json.object { json in
                json.field("image", image.id.description)
                json.field("name", image.name)
                json.field("owner", image.owner)
            }
        }
    }

    private func writeChanges(to json: inout JSONWriter) {
        let images = report.plan?.images ?? []
        guard let execution = report.execution else {
            let planned = images.lazy.flatMap { image in changes(of: image).lazy.map { (image, $0) } }
            return json.array("changes", planned) { json, change in
                json.object { json in json.change(change.1, to: change.0.image, as: change.0, names) }
            }
        }
        // Of those images alone of which there is more to say: a plan can hold a million rows.
        let plans = Dictionary(
            images.lazy.filter { !$0.otherSources.isEmpty || $0.hasTerms }.map { ($0.image, $0) }
        ) { first, _ in first }
        json.array("changes", hasTerms ? sorted(execution.outcomes) : execution.outcomes) { json, outcome in
            json.object { json in
                json.change(outcome.change, to: outcome.image, as: plans[outcome.image], names)
                json.field("result", outcome.result.rawValue)
                json.field("attempts", outcome.attempts)
            }
        }
    }

    private var names: [ProjectID: String] { report.plan?.projectNames ?? [:] }

    /// The changes of an image, sorted by member, and those of one member in the order in which they are carried out.
    private func changes(of image: ImagePlan) -> [Change] {
        guard image.hasTerms else { return image.changes }
        return image.changes.sorted { $0.member.project < $1.member.project }
    }

    /// The outcomes, sorted as changes are.
    private func sorted(_ outcomes: [Outcome]) -> [Outcome] {
        outcomes.sorted { ($0.image, $0.member.project) < ($1.image, $1.member.project) }
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

    /// Writes the lists on what a manifest takes away, and what is about to end.
    private func writeTerms(of images: [ImagePlan], to json: inout JSONWriter) {
        let held = images.lazy.flatMap { image in image.held.lazy.map { (image, $0) } }
        json.array("held", held) { json, entry in
            json.object { json in
                json.change(.remove(entry.1.removal), to: entry.0.image, as: entry.0, names)
                json.field("because", entry.1.reason.rawValue)
            }
        }
        let declined = images.lazy.flatMap { image in image.declined.lazy.map { (image.image, $0) } }
        json.array("rejected", declined) { json, entry in
            json.object { json in
                json.member(entry.1.project, of: entry.0, names)
                json.field("since", entry.1.since)
            }
        }
        json.array("expiring", ExpiringMembers(report.plan, within: expiryNotice).entries) { json, entry in
            json.object { json in
                json.member(entry.member.project, of: entry.image.image, names)
                json.source(entry.member.source)
                json.field("until", entry.expiry.text)
                json.field("ends_at", entry.expiry.moment.formatted(.iso8601))
                if let reason = entry.image.terms.members[entry.member.project]?.reason { json.field("reason", reason) }
            }
        }
    }
}
