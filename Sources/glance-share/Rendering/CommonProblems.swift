import ImageSharing

/// The problems of a report, those that several images have in common apart from those of a single image.
struct CommonProblems {
    /// The problems that several images have.
    let groups: [ProblemGroup]

    private let single: [ImageID: [ProblemGroup]]
    private let images: Set<ImageID>
    private let members: Set<Pair>

    private struct Pair: Hashable {
        let image: ImageID?
        let member: ProjectID?
    }

    /// Sorts a report's problems.
    init(_ report: Report) {
        let all = ProblemGroup.groups(of: report.problems.filter { $0.image != nil })
        groups = all.filter { $0.images.count > 1 }
        single = Dictionary(
            grouping: all.filter { $0.images.count == 1 }, by: { $0.images[0] })
        let problems = groups.flatMap(\.problems)
        images = Set(problems.compactMap(\.image))
        members = Set(problems.map { Pair(image: $0.image, member: $0.member) })
    }

    /// The problems that an image has alone.
    func own(of image: ImageID) -> [ProblemGroup] { single[image] ?? [] }

    /// Returns whether an image has a problem in common with others.
    func concerns(_ image: ImageID) -> Bool { images.contains(image) }

    /// Returns whether a change failed for a problem that several images have.
    func explains(_ outcome: Outcome) -> Bool {
        members.contains(Pair(image: outcome.image, member: outcome.member.project))
    }
}

/// An image of which nothing was tried.
struct UntriedImage {
    let plan: ImagePlan
    /// The number of changes that were to be made, as text.
    let sum: String

    /// Makes one of an image that has nothing else to be said of it; nil for any other.
    init?(_ plan: ImagePlan, _ outcomes: [Outcome], _ common: CommonProblems) {
        guard !outcomes.isEmpty, outcomes.allSatisfy({ $0.result == .skipped }), plan.unmanaged.isEmpty,
            plan.held.isEmpty, plan.declined.isEmpty, let sum = ResultText.untried(outcomes),
            !common.concerns(plan.image), common.own(of: plan.image).isEmpty
        else { return nil }
        self.plan = plan
        self.sum = sum
    }
}
