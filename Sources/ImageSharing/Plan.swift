package import FoundationEssentials

/// The difference between what the manifests ask for and what the cloud has: sorted data, the same for the same input.
package struct Plan: Sendable, Equatable {
    /// One entry an image that the manifests name, sorted by image.
    package let images: [ImagePlan]
    /// The sets that looked for images, sorted by name, and what they have found.
    package let sets: [ImageSetFinding]
    /// The names of projects that the manifests or Keystone gave, as they are written: escape them before showing them.
    package let projectNames: [ProjectID: String]
    /// The problems of what the manifests name and could not be looked up, sorted.
    package let lookupProblems: [Problem]
    /// The images that are offered to the token's project by nobody whom it trusts, sorted by ID.
    package let untrusted: [FoundImage]
    /// The moment for which it was made: a membership whose end that is, or was before, is to be removed.
    package let moment: Date

    /// Compares what is wanted with what is there.
    ///
    /// Total: it asks nothing of the cloud, and cannot fail.
    ///
    /// - Parameters:
    ///   - desired: the images and members that the manifests ask for.
    ///   - current: the members that the cloud has.
    ///   - moment: the time of the plan; where there is none, no membership has ended.
    package init(desired: DesiredState, current: CurrentState, at moment: Date = .distantPast) {
        images = desired.images.map { image in
            ImagePlan(
                desired: image, observation: current.observations[image.id], ownership: current.ownerships[image.id],
                at: moment)
        }
        sets = desired.sets
        projectNames = desired.projectNames
        lookupProblems = desired.problems
        untrusted = desired.untrusted
        self.moment = moment
    }

    /// The number of members to add.
    package var additionCount: Int { images.reduce(0) { $0 + $1.additions.count } }
    /// The number of members to remove.
    package var removalCount: Int { images.reduce(0) { $0 + $1.removals.count } }
    /// The number of members to accept in their projects' place.
    package var acceptanceCount: Int { images.reduce(0) { $0 + $1.acceptances.count } }
    /// The number of members that the images have.
    package var presentCount: Int { images.reduce(0) { $0 + $1.presentCount } }
    /// The number of wanted members that are there already.
    package var unchangedCount: Int { images.reduce(0) { $0 + $1.unchangedCount } }
    /// The number of members that the cloud has and no manifest names.
    package var unmanagedCount: Int { images.reduce(0) { $0 + $1.unmanaged.count } }
    /// The number of members that the manifests ask for.
    package var memberCount: Int { images.reduce(0) { $0 + $1.wantedCount } }
    /// The problems of lookups, of images that could not be read, and of removals that do not follow.
    package var problems: [Problem] { lookupProblems + images.flatMap { $0.problem.map { [$0] } ?? $0.holdProblems } }
    /// The oddities of the images' members, sorted.
    package var warnings: [Warning] { images.flatMap(\.warnings) }
}
