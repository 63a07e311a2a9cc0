/// The counts of a report.
package struct Summary: Sendable, Equatable {
    /// Images that the manifests name.
    package var images = 0
    /// Members that the manifests ask for.
    package var members = 0
    /// Members to add.
    package var add = 0
    /// Members to remove.
    package var remove = 0
    /// Members to accept in their projects' place.
    package var accept = 0
    /// Wanted members that were there.
    package var unchanged = 0
    /// Members that no manifest names.
    package var unmanaged = 0
    /// Members that this run added.
    package var created = 0
    /// Members that were there when this run came to add them.
    package var alreadyMember = 0
    /// Members that this run removed, or found to be gone.
    package var removed = 0
    /// Members that this run accepted in their projects' place.
    package var accepted = 0
    /// Changes that could not be made.
    package var failed = 0
    /// Changes that were not tried.
    package var skipped = 0
    /// Members that were left where the manifests take them away: removals that were not allowed, or do not follow.
    package var held = 0
}

extension Summary {
    /// Counts what a run has done.
    ///
    /// - Parameters:
    ///   - plan: the plan; nil where the run ended before there was one.
    ///   - outcomes: the outcomes of the plan's changes; none where nothing was to be applied.
    init(of plan: Plan?, _ outcomes: [Outcome]) {
        self.init()
        if let plan {
            images = plan.images.count
            members = plan.memberCount
            add = plan.additionCount
            remove = plan.removalCount
            accept = plan.acceptanceCount
            held = plan.images.reduce(0) { $0 + $1.held.count }
            unchanged = plan.unchangedCount
            unmanaged = plan.unmanagedCount
        }
        for outcome in outcomes {
            switch outcome.result {
            case .created: created += 1
            case .alreadyMember: alreadyMember += 1
            case .failed: failed += 1
            case .skipped: skipped += 1
            case .removed: removed += 1
            case .accepted: accepted += 1
            case .held: held += 1
            }
        }
    }
}
