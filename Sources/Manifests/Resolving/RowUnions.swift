internal import ImageSharing

/// The members that one or several lists ask for together.
struct RowUnion {
    /// The members, each once, with the first place that asks for it.
    var members: [DesiredMember] = []
    /// The further places, sorted, of the members that several places ask for.
    var others: [ProjectID: [SourceLocation]] = [:]
    /// The declarations that could not be resolved, with the number of entries that need each.
    var failures: [String: Int] = [:]
}

/// Makes the members of lists, once for all images that have the same: 20,000 images of a set share one array.
struct RowUnions {
    private let expansions: [String: Expansion]
    private var lists: [RowUnion] = []
    private var unions: [[Int]: RowUnion] = [:]

    init(_ expansions: [String: Expansion]) {
        self.expansions = expansions
    }

    subscript(list: Int) -> RowUnion { lists[list] }

    /// Takes a list in.
    ///
    /// - Returns: its number.
    mutating func add(_ list: MemberList) -> Int {
        lists.append(expanded(list))
        return lists.count - 1
    }

    /// The members that lists ask for together.
    mutating func union(of numbers: [Int]) -> RowUnion {
        if numbers.count == 1 { return lists[numbers[0]] }
        let key = numbers.sorted()
        if let union = unions[key] { return union }
        var union = Self.merged(
            key.flatMap { number in
                let list = lists[number]
                return list.members
                    + list.others.flatMap { project, places in
                        places.map { DesiredMember(project: project, source: $0) }
                    }
            })
        for number in key { union.failures.merge(lists[number].failures, uniquingKeysWith: +) }
        unions[key] = union
        return union
    }

    private func expanded(_ list: MemberList) -> RowUnion {
        // A list of IDs is what it was, in its own order.
        guard !list.names.isEmpty else { return RowUnion(members: list.members) }
        var rows = list.members
        var failures: [String: Int] = [:]
        for use in list.names {
            guard let expansion = expansions[use.name] else { continue }
            rows += expansion.projects.map { DesiredMember(project: $0, source: use.source) }
            for failure in expansion.failures { failures[failure, default: 0] += 1 }
        }
        var union =
            list.names.count == 1 && list.members.isEmpty ? RowUnion(members: rows) : Self.merged(rows)
        union.failures = failures
        return union
    }

    /// Rows, with those of one project made one.
    private static func merged(_ rows: [DesiredMember]) -> RowUnion {
        var union = RowUnion()
        union.members.reserveCapacity(rows.count)
        for row in rows.sorted(by: { ($0.project, $0.source) < ($1.project, $1.source) }) {
            guard let last = union.members.last, last.project == row.project else {
                union.members.append(row)
                continue
            }
            // An alias brings one line into several lists.
            let known = union.others[row.project, default: []]
            if row.source != (known.last ?? last.source) { union.others[row.project] = known + [row.source] }
        }
        return union
    }
}
