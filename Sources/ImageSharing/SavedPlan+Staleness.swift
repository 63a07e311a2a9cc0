import FoundationEssentials
import Text

extension SavedPlan.Image {
    /// Finds out whether the image is still as the plan has it.
    ///
    /// It is, where its members without the plan's own changes are those that the plan was made from: so a plan that was
    /// carried out, or begun, is not stale because of it, and can be carried out again.
    ///
    /// - Parameters:
    ///   - members: the image's members now, duplicate rows included.
    ///   - now: the time.
    /// - Returns: the reason for which nothing of the plan may be done to the image; nil where it may.
    func staleness(among members: [ImageMember], at now: Date) -> Problem? {
        let rows = Dictionary(grouping: members, by: \.project)
        if let difference = difference(from: members, rows) { return stale(difference) }
        for removal in removals {
            guard let left = rows[removal.member.project], let status = left.bestStatus else { continue }
            if status != removal.status {
                let (now, then) = (status.rawValue.quotedForDisplay(), removal.status.rawValue.quotedForDisplay())
                return stale(
                    "a project to remove says \(now) now, and said \(then) when the plan was made", removal.member)
            }
            // Whoever was removed by this very plan and then added again is there by somebody's later word.
            if left.count == 1, removal.rows == 1, left[0].since != removal.since {
                return stale("a project to remove was added or has answered again", removal.member)
            }
        }
        for member in additions where rows[member.project] == nil {
            guard let until = terms[member.project]?.until, until.isPast(at: now) else { continue }
            return stale("a membership to add has ended meanwhile (until \(until.text.escapedForDisplay))", member)
        }
        return nil
    }

    /// The difference of the members without the plan's own changes from those that the plan was made from, in words.
    private func difference(from members: [ImageMember], _ rows: [ProjectID: [ImageMember]]) -> String? {
        var (before, count) = (MemberFingerprint(members), rows.count)
        for project in additions.map(\.project) {
            guard let added = rows[project]?.count else { continue }
            before.remove(project, rows: added)
            count -= 1
        }
        for removal in removals {
            let (project, left) = (removal.member.project, rows[removal.member.project]?.count ?? 0)
            // More rows than there were are somebody else's doing.
            if left < removal.rows { before.insert(project, rows: removal.rows - left) }
            if left == 0 { count += 1 }
        }
        guard before != fingerprint else { return nil }
        switch count - memberCount {
        case 0 where members.count > rows.count:
            return "as many members as when the plan was made, and a project is there more than once"
        case 0: return "other members than when the plan was made, and as many"
        case let more where more > 0: return "\(counted(more, "member")) more than when the plan was made"
        case let fewer: return "\(counted(-fewer, "member")) fewer than when the plan was made"
        }
    }

    private func stale(_ reason: String, _ member: DesiredMember? = nil) -> Problem {
        Problem(
            code: .planStale, image: image, member: member?.project,
            message: "the image is left alone: \(reason)",
            hint: "make a new plan, and read it", source: member?.source ?? source)
    }
}

extension [ImageMember] {
    /// The answer that counts, where a project has several rows: `accepted` comes first.
    fileprivate var bestStatus: MemberStatus? {
        self.min { $0.status.rawValue < $1.status.rawValue }?.status
    }
}
