internal import ImageSharing

/// The projects that one or several lists name together.
struct RowUnion {
    /// The projects, each once, with the first place that names it.
    var members: [DesiredMember] = []
    /// The further places, sorted, of the projects that several places name.
    var others: [ProjectID: [SourceLocation]] = [:]
    /// The terms that stand at a place, of those places that have any.
    var placeTerms: [SourceLocation: MemberTerms] = [:]
    /// The declarations that could not be resolved, with the number of entries that need each.
    var failures: [String: Int] = [:]
    /// True if nobody comes out, and a group is to blame that may be empty.
    var isEmptyByLeave = false

    /// Resolves a list.
    init(_ list: MemberList, _ expansions: [String: Expansion]) {
        // A list of IDs is what it was, in its own order.
        guard !list.names.isEmpty else {
            members = list.members
            if list.hasTerms { addTerms(of: list) }
            return
        }
        var rows = list.members
        var failures: [String: Int] = [:]
        for use in list.names {
            guard let expansion = expansions[use.name] else { continue }
            rows += expansion.projects.map { DesiredMember(project: $0, source: use.source) }
            for failure in expansion.failures { failures[failure, default: 0] += 1 }
        }
        if list.names.count == 1 && list.members.isEmpty { members = rows } else { merge(rows) }
        self.failures = failures
        isEmptyByLeave =
            members.isEmpty && failures.isEmpty
            && list.names.contains { expansions[$0.name]?.isEmptyByLeave ?? false }
        if list.hasTerms { addTerms(of: list) }
    }

    /// Joins lists.
    init(_ lists: [RowUnion]) {
        if lists.count == 1 {
            self = lists[0]
            return
        }
        merge(
            lists.flatMap { list in
                list.members
                    + list.others.flatMap { project, places in
                        places.map { DesiredMember(project: project, source: $0) }
                    }
            })
        for list in lists {
            failures.merge(list.failures, uniquingKeysWith: +)
            placeTerms.merge(list.placeTerms) { first, _ in first }
        }
    }

    /// The terms of the members that have any: a place without an end counts before one that has it, a later end before
    /// an earlier one.
    var terms: [ProjectID: MemberTerms] {
        guard !placeTerms.isEmpty else { return [:] }
        var terms: [ProjectID: MemberTerms] = [:]
        for member in members {
            let places = [member.source] + others[member.project, default: []]
            let all = places.map { placeTerms[$0] ?? MemberTerms() }
            let last = all.contains { $0.until == nil } ? nil : all.lazy.compactMap(\.until).max()
            let reason = all.first { $0.until == last && $0.reason != nil }?.reason
            if last != nil || reason != nil { terms[member.project] = MemberTerms(until: last, reason: reason) }
        }
        return terms
    }

    private mutating func addTerms(of list: MemberList) {
        for member in list.members { placeTerms[member.source] = list.memberTerms[member.project] }
        for use in list.names { placeTerms[use.source] = list.nameTerms[use.name] }
    }

    /// Takes rows in, with those of one project made one.
    private mutating func merge(_ rows: [DesiredMember]) {
        members.reserveCapacity(rows.count)
        for row in rows.sorted(by: { ($0.project, $0.source) < ($1.project, $1.source) }) {
            guard let last = members.last, last.project == row.project else {
                members.append(row)
                continue
            }
            // An alias brings one line into several lists.
            let known = others[row.project, default: []]
            if row.source != (known.last ?? last.source) { others[row.project] = known + [row.source] }
        }
    }
}
