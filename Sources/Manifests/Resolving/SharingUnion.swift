internal import ImageSharing

/// The sharing of an image or a set, with its names resolved.
struct ResolvedSharing {
    /// The file that says it.
    let file: String
    let members: RowUnion
    let revoked: RowUnion
    let sharing: Sharing

    /// The number of rows that an image has by it.
    var rowCount: Int { members.members.count + revoked.members.count }
    /// The declarations that could not be resolved, with the number of entries that need each.
    var failures: [String: Int] { members.failures.merging(revoked.failures, uniquingKeysWith: +) }
}

/// A project of which it is said both that it shall be a member and that it must not be.
struct Contradiction {
    let project: ProjectID
    /// The place by which it shall be one.
    let wanted: SourceLocation
    /// The place by which it must not.
    let refused: SourceLocation
    /// True if it must not because another file's list is the whole truth.
    let isByExclusion: Bool
}

/// All that the entries that ask for an image's members say together.
struct SharingUnion {
    private(set) var members: [DesiredMember]
    private(set) var others: [ProjectID: [SourceLocation]]
    private(set) var terms = ImageTerms()
    /// True if every declaration that is needed could be resolved.
    let isWhole: Bool
    /// The contradictions, sorted by project, one each.
    private(set) var contradictions: [Contradiction] = []

    /// Joins what entries say.
    init(_ entries: [ResolvedSharing]) {
        let union = RowUnion(entries.map(\.members))
        (members, others) = (union.members, union.others)
        isWhole = entries.allSatisfy { $0.members.failures.isEmpty && $0.revoked.failures.isEmpty }
        terms.members = union.terms
        terms.revoked = RowUnion(entries.map(\.revoked)).members
        terms.accepts = entries.contains(where: \.sharing.accepts)
        let exclusive = entries.filter { $0.sharing.exclusive != nil }
        terms.exclusive = exclusive.compactMap(\.sharing.exclusive).min()
        // Leave given by a group counts where that, and nothing else, is why an exclusive list of a file is empty.
        let files = Set(exclusive.map(\.file))
        terms.mayBeEmpty =
            exclusive.contains(where: \.sharing.mayBeEmpty)
            || !files.isEmpty && entries.allSatisfy { !files.contains($0.file) || $0.members.isEmptyByLeave }
        if !terms.revoked.isEmpty || !exclusive.isEmpty && entries.count > 1 { leaveOutContradictions(of: entries) }
    }

    private mutating func leaveOutContradictions(of entries: [ResolvedSharing]) {
        var found: [ProjectID: Contradiction] = [:]
        let wanted = Dictionary(members.map { ($0.project, $0.source) }) { first, _ in first }
        for row in terms.revoked {
            guard let place = wanted[row.project] else { continue }
            found[row.project] = Contradiction(
                project: row.project, wanted: place, refused: row.source, isByExclusion: false)
        }
        // A list is the whole truth of its own file: what others add to it would be removed as soon as they are gone.
        let exclusive = Dictionary(grouping: entries.filter { $0.sharing.exclusive != nil }, by: \.file)
        for (file, own) in exclusive.sorted(by: { $0.key < $1.key }) {
            let listed = Set(entries.lazy.filter { $0.file == file }.flatMap { $0.members.members.lazy.map(\.project) })
            guard let place = own.compactMap(\.sharing.exclusive).min() else { continue }
            for row in RowUnion(entries.filter { $0.file != file }.map(\.members)).members
            where !listed.contains(row.project) && found[row.project] == nil {
                found[row.project] = Contradiction(
                    project: row.project, wanted: row.source, refused: place, isByExclusion: true)
            }
        }
        guard !found.isEmpty else { return }
        contradictions = found.values.sorted { $0.project < $1.project }
        terms.undecided = Set(found.keys)
        members.removeAll { found[$0.project] != nil }
        terms.revoked.removeAll { found[$0.project] != nil }
        for project in found.keys {
            others[project] = nil
            terms.members[project] = nil
        }
    }
}

extension Problem {
    /// The problem of an image's member about which nothing is done.
    init(_ contradiction: Contradiction, of image: ImageID) {
        let (wanted, refused) = (contradiction.wanted, contradiction.refused)
        self.init(
            code: .membersContradictory, image: image, member: contradiction.project,
            message: "project \(contradiction.project): "
                + (contradiction.isByExclusion
                    ? "\(wanted) shares the image with it, and \(refused) says that the list of its own file is the whole truth"
                    : "\(wanted) shares the image with it, and \(refused) revokes it"),
            hint: contradiction.isByExclusion
                ? "write it into the exclusive list, too, or take it out here; until then, nothing is done about it"
                : "remove one of the two; until then, nothing is done about it",
            source: wanted)
    }
}
