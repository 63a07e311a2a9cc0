import ImageSharing

/// A memory of the removals that were logged to be held or refused, so that one that stays so is logged once.
struct RemovalLog: Sendable {
    /// Members of one image that are left there for the same reason.
    struct Group: Sendable {
        let image: ImageID
        let members: [DesiredMember]
        let cause: String
        /// The answer of the first one to the offer.
        let status: MemberStatus
        let standing: RemovalStatus.Standing
        let reason: HeldRemoval.Reason?
    }

    private struct Kind: Hashable {
        let source: SourceLocation
        let cause: String
        let standing: RemovalStatus.Standing
        let reason: HeldRemoval.Reason?

        init(_ removal: RemovalStatus) {
            source = removal.removal.member.source
            cause = removal.removal.cause.name
            standing = removal.standing
            reason = removal.reason
        }
    }

    private var open: [ImageID: [ProjectID: Kind]] = [:]

    /// Records a tick.
    ///
    /// - Parameters:
    ///   - report: the tick's report; images that were not read keep what was said of them.
    ///   - ledger: the ledger, which knows the removals that are left.
    /// - Returns: those that are newly held or refused, sorted.
    mutating func record(_ report: Report, of ledger: ImageLedger) -> [Group] {
        var new: [Group] = []
        for image in (report.plan?.images ?? []) where image.wasRead {
            // What is held because a lookup failed has that lookup's line, and what is pending or probed the next run's.
            let left = (ledger.entries[image.image]?.removals ?? []).filter {
                $0.standing != .pending && $0.reason != .wishesNotWhole && $0.reason != .onlyProbed
            }
            let known = open[image.image] ?? [:]
            guard !left.isEmpty || !known.isEmpty else { continue }
            let groups = Dictionary(grouping: left.filter { known[$0.project] != Kind($0) }) { Kind($0) }
            for (kind, removals) in groups {
                new.append(
                    Group(
                        image: image.image, members: removals.map(\.removal.member), cause: kind.cause,
                        status: removals[0].removal.status, standing: kind.standing, reason: kind.reason))
            }
            open[image.image] =
                left.isEmpty ? nil : Dictionary(left.map { ($0.project, Kind($0)) }) { first, _ in first }
        }
        return new.sorted { ($0.image, $0.members[0].project) < ($1.image, $1.members[0].project) }
    }

    /// Forgets images that the manifest no longer names.
    mutating func forget(_ images: Set<ImageID>) {
        for image in images { open[image] = nil }
    }
}
