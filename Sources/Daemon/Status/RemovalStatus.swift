package import ImageSharing

/// A member that the manifest takes away and that is still there.
package struct RemovalStatus: Sendable, Equatable {
    /// The standings of a removal that was not carried out, by the names that scripts know.
    package enum Standing: String, Sendable, CaseIterable {
        /// The limit refuses the plan that it is part of.
        case refused
        /// Nothing allows removals, or it does not follow from what is known.
        case held
        /// It is yet to be done: a dry run, or one that failed or ended early.
        case pending
    }

    /// The removal.
    package let removal: Removal
    /// The way in which it stands.
    package let standing: Standing
    /// The reason for which it does not follow; nil for one that does.
    package let reason: HeldRemoval.Reason?

    /// Makes a status.
    package init(_ removal: Removal, _ standing: Standing, because reason: HeldRemoval.Reason? = nil) {
        self.removal = removal
        self.standing = standing
        self.reason = reason
    }

    /// The member.
    package var project: ProjectID { removal.member.project }
}

extension Report {
    /// Returns the members of an image that the manifest takes away and that the run has left there, sorted by project.
    ///
    /// - Parameters:
    ///   - image: the plan for the image.
    ///   - outcomes: the outcomes of the image's changes.
    /// - Returns: the members.
    func removalsLeft(in image: ImagePlan, _ outcomes: [Outcome]) -> [RemovalStatus] {
        guard !image.removals.isEmpty || !image.held.isEmpty else { return [] }
        let results = Dictionary(
            outcomes.filter { $0.change.removal != nil }.map { ($0.member.project, $0.result) }
        ) { first, _ in first }
        let left = image.removals.compactMap { removal -> RemovalStatus? in
            switch results[removal.member.project] {
            case .removed?: nil
            case .held?: RemovalStatus(removal, .held)
            default: RemovalStatus(removal, untried)
            }
        }
        let held = image.held.map { RemovalStatus($0.removal, .held, because: $0.reason) }
        return (left + held).sorted { $0.project < $1.project }
    }

    /// The standing of a removal that was not tried, or in vain; of a plan, it is the one that it would have.
    private var untried: RemovalStatus.Standing {
        switch stage {
        case .refused, .planned(_, _?, _): .refused
        case .planned(_, nil, _?): .held
        case .notPlanned, .planned, .applied: .pending
        }
    }
}
