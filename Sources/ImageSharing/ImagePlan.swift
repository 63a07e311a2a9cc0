import FoundationEssentials

/// The plan for one image.
package struct ImagePlan: Sendable, Equatable {
    /// The knowledge that a plan has of an image's members.
    package enum State: Sendable, Equatable {
        /// They are known.
        case read(MemberDifference)
        /// They could not be read.
        case unreadable(Problem)
        /// The run ended before they were asked for.
        case notReached
    }

    /// The image.
    package let image: ImageID
    /// The place where the manifest names the image.
    package let source: SourceLocation
    /// The manifest's text about the image, as it is written: escape it before showing it.
    package let description: String?
    /// The image's name in the cloud, where that was asked, as it is: escape it before showing it.
    package let name: String?
    /// The names of the sets that have found the image, sorted.
    package let sets: [String]
    /// The number of members that the manifest asks for.
    package let wantedCount: Int
    /// True if all that is wished for the image is known: no lookup that it needs has failed.
    package let isWhole: Bool
    /// The further places that ask for a project, sorted, of those projects that are asked for in several places.
    package let otherSources: [ProjectID: [SourceLocation]]
    /// All that is said of its members beyond who shall be one.
    package let terms: ImageTerms
    /// The memberships that will end, the next one first.
    package let expiries: [MemberExpiry]
    /// The owner of the image, of one from which somebody would be removed; nil where nobody had to know.
    package let ownership: Ownership?
    /// The knowledge of the image's members.
    package let state: State

    init(desired: DesiredImage, observation: Observation?, ownership: Ownership?, at now: Date) {
        self.init(desired, observation, ownership, at: now) { members, wishes in
            MemberDifference(of: desired, wishes, members: members, ownership)
        }
    }

    /// Makes the plan of what is left to do of a saved one.
    init(_ saved: SavedPlan.Image, observation: Observation?, ownership: Ownership?, at now: Date) {
        let staleness: Problem? =
            if case .members(let members) = observation { saved.staleness(among: members, at: now) } else { nil }
        let desired = saved.desired(obstacle: staleness)
        self.init(desired, observation, ownership, at: now) { members, _ in
            MemberDifference(carryingOut: saved, desired, members: members, ownership)
        }
    }

    private init(
        _ desired: DesiredImage, _ observation: Observation?, _ ownership: Ownership?, at now: Date,
        difference: ([ImageMember], Wishes) -> MemberDifference
    ) {
        image = desired.id
        source = desired.source
        description = desired.description
        name = desired.name
        sets = desired.sets
        isWhole = desired.isWhole
        otherSources = desired.otherSources
        terms = desired.terms
        self.ownership = ownership
        let wishes = Wishes(of: desired, at: now)
        wantedCount = wishes.wanted.count
        expiries = wishes.expiries
        switch desired.obstacle.map({ .unreadable($0) }) ?? observation {
        case .members(let members): state = .read(difference(members, wishes))
        case .unreadable(var problem):
            problem.source = problem.source ?? desired.source
            state = .unreadable(problem)
        case nil: state = .notReached
        }
    }

    /// The text by which a person knows the image: the manifest's own, or its name in the cloud.
    package var label: String? { description ?? name }
    /// The members to add, sorted.
    package var additions: [DesiredMember] { difference?.additions ?? [] }
    /// The members to remove, sorted.
    package var removals: [Removal] { difference?.removals ?? [] }
    /// The members to accept in their projects' place, sorted: those that have not answered, and those to add.
    package var acceptances: [DesiredMember] { difference?.acceptances ?? [] }
    /// The removals that do not follow, although the manifests' words would have them, sorted.
    package var held: [HeldRemoval] { difference?.held ?? [] }
    /// The number of wanted members that are there.
    package var unchangedCount: Int { difference?.unchangedCount ?? 0 }
    /// The number of members that are there, each counted once.
    package var presentCount: Int { difference?.presentCount ?? 0 }
    /// Members that the cloud has and the manifest does not, sorted: they are shown and left alone.
    package var unmanaged: [ImageMember] { difference?.unmanaged ?? [] }
    /// Wanted members that have declined the image, sorted: that is their word, and is left to them.
    package var rejected: [ImageMember] { difference?.rejected ?? [] }
    /// The oddities of the image's members, sorted.
    package var warnings: [Warning] { difference?.warnings ?? [] }
    /// The fingerprint of the members that are there; nil where they are not known.
    package var fingerprint: MemberFingerprint? { difference?.fingerprint }
    /// The reason for which the image's members could not be read, if they could not.
    package var problem: Problem? { if case .unreadable(let problem) = state { problem } else { nil } }
    /// True if the image's members are known.
    package var wasRead: Bool { difference != nil }

    /// The changes in the order in which they are carried out: additions, acceptances, removals.
    package var changes: [Change] {
        additions.map { .add($0) } + acceptances.map { .accept($0) } + removals.map { .remove($0) }
    }

    /// The number of changes.
    package var changeCount: Int { additions.count + acceptances.count + removals.count }

    private var difference: MemberDifference? { if case .read(let difference) = state { difference } else { nil } }
}
