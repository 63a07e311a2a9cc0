import Daemon
import FoundationEssentials
import ImageSharing
import Text

/// The entries of the status document.
extension JSONWriter {
    /// Writes a field that holds a string, or none.
    mutating func field(_ key: String, ifKnown value: String?) {
        if let value { field(key, value) }
    }

    /// Writes a field that holds a time in UTC, to the second, or none.
    mutating func field(_ key: String, ifKnown time: Date?) {
        field(key, ifKnown: time?.ISO8601Format())
    }

    /// Writes an image as the next value.
    mutating func image(_ image: ImageStatus) {
        object { json in
            json.field("description", ifKnown: image.description)
            json.field("id", image.image.description)
            json.members(of: image)
            json.field("name", ifKnown: image.name)
            json.field("next_expiry_at", ifKnown: image.nextExpiry?.moment)
            json.field("observed_at", ifKnown: image.observedAt)
            json.problem("problem", image.problem)
            if !image.rejected.isEmpty { json.array("rejected", image.rejected) { $0.value($1.description) } }
            if !image.removals.isEmpty { json.array("removals", image.removals) { $0.removal($1) } }
            json.field("retry_at", ifKnown: image.retryAt)
            if !image.sets.isEmpty { json.array("sets", image.sets) { $0.value($1) } }
            json.source(image.source)
            json.field("state", image.state.rawValue)
            if !image.warnings.isEmpty { json.warnings(image.warnings) }
        }
    }

    /// Writes a membership that ends soon as the next value.
    mutating func expiring(_ membership: ExpiringMember) {
        object { json in
            json.field("ends_at", ifKnown: membership.expiry.moment)
            json.field("image", membership.image.description)
            json.field("member", membership.member.project.description)
            json.field("reason", ifKnown: membership.reason)
            json.source(membership.member.source)
            json.field("until", membership.expiry.text)
        }
    }

    /// Writes an image that is offered by nobody who is trusted as the next value.
    mutating func offer(_ image: FoundImage) {
        object { json in
            json.field("image", image.id.description)
            json.field("name", ifKnown: image.name)
            json.field("owner", ifKnown: image.owner)
        }
    }

    /// Writes a set of images as the next value.
    mutating func imageSet(_ set: ImageSetStatus) {
        object { json in
            if let images = set.images { json.array("images", images) { $0.value($1.description) } }
            json.field("in_other_shards", ifAny: set.elsewhere)
            json.field("match", set.match)
            json.field("name", set.name)
            json.field("note", ifKnown: set.note)
            json.problem("problem", set.problem)
            json.field("since", ifKnown: set.since)
            json.source(set.source)
        }
    }

    /// Writes a field that holds the names of projects, sorted by their IDs.
    mutating func projects(_ names: [ProjectID: String]) {
        array("projects", names.sorted { $0.key < $1.key }) { json, project in
            json.object { json in
                json.field("id", project.key.description)
                json.field("name", project.value)
            }
        }
    }

    /// Writes a tick as the next value.
    mutating func tick(_ tick: TickStatus) {
        object { json in
            // Milliseconds: the rest is noise, and would not survive a decimal.
            json.field("duration_seconds", (tick.duration.inSeconds * 1000).rounded() / 1000)
            json.field("images", tick.images)
            json.problems("problems", tick.problems)
            json.field("reason", tick.reason.rawValue)
            json.field("started_at", ifKnown: tick.startedAt)
            json.counts(tick.summary)
            json.field("verdict", tick.verdict.rawValue)
        }
    }

    /// Writes a field that holds problems.
    mutating func problems(_ key: String, _ problems: [Problem]) {
        array(key, problems) { json, problem in json.object { $0.fields(of: problem) } }
    }

    /// Writes a field that holds a problem, or none.
    mutating func problem(_ key: String, _ problem: Problem?) {
        guard let problem else { return }
        object(key) { $0.fields(of: problem) }
    }

    /// Writes the projects by how they stand: a list of each, since one object a project would be four times as long.
    private mutating func members(of image: ImageStatus) {
        let isTakingAway = image.members.contains(where: \.isTakenAway)
        object("members") { json in
            // Nobody is taken away by a manifest that does not speak of it.
            for standing in MemberStanding.byName where standing != .toRemove || isTakingAway {
                json.array(standing.rawValue) { json in
                    for member in image.members where image.standing(of: member) == standing {
                        json.element { $0.value(member.project) }
                    }
                }
            }
        }
    }

    private mutating func value(_ project: ProjectID) {
        // There can be a million, which are made without a string each.
        if project.isHexadecimal { value(project.append) } else { value(project.description) }
    }

    private mutating func removal(_ status: RemovalStatus) {
        object { json in
            json.field("because", ifKnown: status.reason?.rawValue)
            json.field("cause", status.removal.cause.name)
            json.field("member", status.project.description)
            json.field("since", ifKnown: status.removal.since)
            json.source(status.removal.member.source)
            json.field("standing", status.standing.rawValue)
            json.field("status", status.removal.status.rawValue)
        }
    }

    /// Writes a field that holds a count, or none for 0.
    mutating func field(_ key: String, ifAny count: Int) {
        if count != 0 { field(key, count) }
    }

    /// Writes a run's counts, under the names that `--format json` gives them.
    private mutating func counts(_ summary: Summary) {
        object("summary") { json in
            json.field("accept", ifAny: summary.accept)
            json.field("accepted", ifAny: summary.accepted)
            json.field("add", summary.add)
            json.field("already_member", summary.alreadyMember)
            json.field("created", summary.created)
            json.field("failed", summary.failed)
            json.field("held", ifAny: summary.held)
            json.field("images", summary.images)
            json.field("members", summary.members)
            json.field("remove", ifAny: summary.remove)
            json.field("removed", ifAny: summary.removed)
            json.field("skipped", summary.skipped)
            json.field("unchanged", summary.unchanged)
            json.field("unmanaged", summary.unmanaged)
        }
    }

    private mutating func fields(of problem: Problem) {
        field("code", problem.code.rawValue)
        field("hint", ifKnown: problem.hint)
        if let status = problem.httpStatus { field("http_status", status) }
        field("image", ifKnown: problem.image?.description)
        field("member", ifKnown: problem.member?.description)
        field("message", problem.message)
        field("request_id", ifKnown: problem.requestID)
        if let rows = problem.rows { field("rows", rows) }
        if let source = problem.source { self.source(source) }
    }

    private mutating func warnings(_ warnings: [Warning]) {
        array("warnings", warnings) { json, warning in
            json.object { json in
                json.field("code", warning.code.rawValue)
                json.field("hint", warning.hint)
                json.field("member", warning.member.description)
                json.field("message", warning.message)
                json.field("rows", warning.rows)
            }
        }
    }

    private mutating func source(_ source: SourceLocation) {
        object("source") { json in
            json.field("column", source.column)
            json.field("file", source.file)
            json.field("line", source.line)
        }
    }
}
