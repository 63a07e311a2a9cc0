/// The difference between what the manifests ask for and what the cloud has: sorted data, the same for the same input.
package struct Plan: Sendable, Equatable {
    /// One entry an image that the manifests name, sorted by image.
    package let images: [ImagePlan]

    /// Compares what is wanted with what is there.
    ///
    /// Total: it asks nothing of the cloud, and cannot fail.
    package init(desired: DesiredState, current: CurrentState) {
        images = desired.images.map { ImagePlan(desired: $0, observation: current.observations[$0.id]) }
    }

    /// How many members are to be added.
    package var additionCount: Int { images.reduce(0) { $0 + $1.additions.count } }
    /// How many wanted members are there already.
    package var unchangedCount: Int { images.reduce(0) { $0 + $1.unchangedCount } }
    /// How many members the cloud has that no manifest names.
    package var unmanagedCount: Int { images.reduce(0) { $0 + $1.unmanaged.count } }
    /// How many members the manifests ask for.
    package var memberCount: Int { images.reduce(0) { $0 + $1.wantedCount } }
    /// Why images could not be read.
    package var problems: [Problem] { images.compactMap(\.problem) }
    /// What is odd about the images' members, sorted.
    package var warnings: [Warning] { images.flatMap(\.warnings) }
}

/// The plan for one image.
package struct ImagePlan: Sendable, Equatable {
    /// The image.
    package let image: ImageID
    /// Where the manifest names the image.
    package let source: SourceLocation
    /// The manifest's text about the image, as it is written: escape it before showing it.
    package let description: String?
    /// How many members the manifest asks for.
    package let wantedCount: Int
    /// The members to add, sorted.
    package let additions: [DesiredMember]
    /// How many of the wanted members are there.
    package let unchangedCount: Int
    /// Members that the cloud has and the manifest does not, sorted: they are shown and left alone.
    package let unmanaged: [ImageMember]
    /// What is odd about the image's members, sorted.
    package let warnings: [Warning]
    /// Why the image's members could not be read, if they could not.
    package let problem: Problem?
    /// Whether the image's members are known.
    package let wasRead: Bool

    init(desired: DesiredImage, observation: Observation?) {
        image = desired.id
        source = desired.source
        description = desired.description
        wantedCount = desired.members.count
        guard case .members(let members) = observation else {
            additions = []
            unchangedCount = 0
            unmanaged = []
            warnings = []
            wasRead = false
            if case .unreadable(var problem) = observation {
                problem.source = problem.source ?? desired.source
                self.problem = problem
            } else {
                problem = nil
            }
            return
        }
        let present = Set(members.map(\.project))
        let wanted = Set(desired.members.map(\.project))
        additions = desired.members.filter { !present.contains($0.project) }.sorted { $0.project < $1.project }
        unchangedCount = desired.members.count - additions.count
        unmanaged = Self.once(
            members.filter { !wanted.contains($0.project) }
                .sorted { ($0.project, $0.status.rawValue) < ($1.project, $1.status.rawValue) }
        )
        // Nearly every list is free of duplicates, and its set tells.
        warnings =
            present.count == members.count
            ? [] : ImageAudit.duplicates(in: members).map { Warning($0, of: desired.id) }
        problem = nil
        wasRead = true
    }

    /// The first row of each project, for a sorted list: duplicate rows say nothing new.
    private static func once(_ members: [ImageMember]) -> [ImageMember] {
        var kept: [ImageMember] = []
        for member in members where kept.last?.project != member.project { kept.append(member) }
        return kept
    }
}
