import ImageSharing

/// The changes that a second look (`--verify`) does not bear out: of members that were added and are not listed, and of those
/// that were removed and still are.
struct Contradictions {
    private let missing: [ImageID: Set<ProjectID>]
    private let present: [ImageID: Set<ProjectID>]

    /// Finds them in a report; none where nobody has looked again.
    init(_ report: Report) {
        let images = report.verification?.images ?? []
        missing = Dictionary(images.map { ($0.image, Set($0.additions.map(\.project))) }) { first, _ in first }
        present = Dictionary(images.map { ($0.image, Set($0.removals.map(\.member.project))) }) { first, _ in first }
    }

    /// The words on a change that is not borne out, to stand behind its result; nil for any other.
    func remark(on outcome: Outcome) -> String? {
        let project = outcome.member.project
        switch outcome.result {
        case .created, .alreadyMember: return missing[outcome.image]?.contains(project) == true ? Self.missing : nil
        case .removed: return present[outcome.image]?.contains(project) == true ? Self.present : nil
        case .accepted, .failed, .skipped, .held: return nil
        }
    }

    /// The numbers of those that were removed, and of those that were added or met, for the sentence that counts the changes;
    /// nil where there are none.
    var sums: (removed: String?, added: String?) {
        let (removed, added) = (present.values.reduce(0) { $0 + $1.count }, missing.values.reduce(0) { $0 + $1.count })
        return (
            removed > 0 ? "\(removed) \(Self.present)" : nil,
            added > 0 ? "\(added) \(Self.missing)" : nil
        )
    }

    private static let missing = "not listed afterwards"
    private static let present = "still listed afterwards"
}
