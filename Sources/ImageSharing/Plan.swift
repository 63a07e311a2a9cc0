import Text

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

    /// Compares what is wanted with what is there.
    ///
    /// Total: it asks nothing of the cloud, and cannot fail.
    package init(desired: DesiredState, current: CurrentState) {
        images = desired.images.map { ImagePlan(desired: $0, observation: current.observations[$0.id]) }
        sets = desired.sets
        projectNames = desired.projectNames
        lookupProblems = desired.problems
    }

    /// The number of members to add.
    package var additionCount: Int { images.reduce(0) { $0 + $1.additions.count } }
    /// The number of wanted members that are there already.
    package var unchangedCount: Int { images.reduce(0) { $0 + $1.unchangedCount } }
    /// The number of members that the cloud has and no manifest names.
    package var unmanagedCount: Int { images.reduce(0) { $0 + $1.unmanaged.count } }
    /// The number of members that the manifests ask for.
    package var memberCount: Int { images.reduce(0) { $0 + $1.wantedCount } }
    /// The problems of lookups, and of images that could not be read.
    package var problems: [Problem] { lookupProblems + images.compactMap(\.problem) }
    /// The oddities of the images' members, sorted.
    package var warnings: [Warning] { images.flatMap(\.warnings) }
}

/// The plan for one image.
package struct ImagePlan: Sendable, Equatable {
    /// The difference between the members that are wanted and those that are there.
    package struct Difference: Sendable, Equatable {
        fileprivate var additions: [DesiredMember]
        fileprivate var unchangedCount: Int
        fileprivate var unmanaged: [ImageMember]
        fileprivate var warnings: [Warning]
    }

    /// The knowledge that a plan has of an image's members.
    package enum State: Sendable, Equatable {
        /// They are known.
        case read(Difference)
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
    /// The knowledge of the image's members.
    package let state: State

    init(desired: DesiredImage, observation: Observation?) {
        image = desired.id
        source = desired.source
        description = desired.description
        name = desired.name
        sets = desired.sets
        wantedCount = desired.members.count
        isWhole = desired.isWhole
        otherSources = desired.otherSources
        switch desired.obstacle.map({ .unreadable($0) }) ?? observation {
        case .members(let members): state = .read(Difference(desired: desired, members: members))
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
    /// The number of wanted members that are there.
    package var unchangedCount: Int { difference?.unchangedCount ?? 0 }
    /// Members that the cloud has and the manifest does not, sorted: they are shown and left alone.
    package var unmanaged: [ImageMember] { difference?.unmanaged ?? [] }
    /// The oddities of the image's members, sorted.
    package var warnings: [Warning] { difference?.warnings ?? [] }
    /// The reason for which the image's members could not be read, if they could not.
    package var problem: Problem? { if case .unreadable(let problem) = state { problem } else { nil } }
    /// True if the image's members are known.
    package var wasRead: Bool { difference != nil }

    private var difference: Difference? { if case .read(let difference) = state { difference } else { nil } }
}

extension ImagePlan.Difference {
    fileprivate init(desired: DesiredImage, members: [ImageMember]) {
        let present = Set(members.map(\.project))
        let wanted = Set(desired.members.map(\.project))
        additions = desired.members.filter { !present.contains($0.project) }.sorted { $0.project < $1.project }
        unchangedCount = desired.members.count - additions.count
        // Whoever is not wanted may be one of those that could not be looked up.
        let others = desired.isWhole ? members.filter { !wanted.contains($0.project) } : []
        unmanaged = Self.once(
            others
                .sorted { ($0.project, $0.status.rawValue) < ($1.project, $1.status.rawValue) }
        )
        // Nearly every list is free of duplicates, and its set tells.
        warnings =
            present.count == members.count
            ? [] : ImageAudit.duplicates(in: members).map { Warning($0, of: desired.id) }
    }

    /// The first row of each project, for a sorted list: duplicate rows say nothing new.
    private static func once(_ members: [ImageMember]) -> [ImageMember] {
        var kept: [ImageMember] = []
        for member in members where kept.last?.project != member.project { kept.append(member) }
        return kept
    }
}

/// A limit on what one run may write, checked against the finished plan: `plan` still shows what `apply` refuses.
package struct SafetyPolicy: Sendable {
    /// The most members that one run may add; nil is no limit.
    package let maximumAdditions: Int?

    /// Makes a policy.
    package init(maximumAdditions: Int? = nil) {
        self.maximumAdditions = maximumAdditions
    }

    /// Returns the reason for which `plan` may not be applied, or nil where it may.
    package func objection(to plan: Plan) -> Problem? {
        guard let maximumAdditions, plan.additionCount > maximumAdditions else { return nil }
        return Problem(
            code: .safetyLimitExceeded,
            message: "the plan adds \(counted(plan.additionCount, "member")); "
                + "--max-additions allows \(maximumAdditions)",
            hint: "read the plan; if it is what you want, run apply with --max-additions \(plan.additionCount) or more"
        )
    }
}
