package import FoundationEssentials

extension Plan {
    /// Compares a saved plan with what is there: what it still has to do, of those images that are as it has them.
    ///
    /// Total, as a plan from a manifest is. An image that is not as the plan has it is one that could not be read, for
    /// that reason.
    ///
    /// - Parameters:
    ///   - saved: the saved plan.
    ///   - current: the members that the cloud has.
    ///   - now: the time.
    package init(_ saved: SavedPlan, current: CurrentState, at now: Date) {
        images = saved.images.map { image in
            ImagePlan(
                image, observation: current.observations[image.image], ownership: current.ownerships[image.image],
                at: now)
        }
        sets = []
        projectNames = saved.projectNames
        lookupProblems = []
        untrusted = []
        moment = now
    }
}
