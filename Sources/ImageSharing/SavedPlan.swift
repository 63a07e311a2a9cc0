package import FoundationEssentials

/// A plan that is kept to be carried out later as it is: the changes, and the members that they were made from.
package struct SavedPlan: Sendable, Equatable {
    /// One image that has changes.
    package struct Image: Sendable, Equatable {
        /// The image.
        package let image: ImageID
        /// The place where the manifest names it, or the set that has found it.
        package let source: SourceLocation
        /// The manifest's text about the image, as it is written: escape it before showing it.
        package let description: String?
        /// The image's name in the cloud, where that was asked, as it is: escape it before showing it.
        package let name: String?
        /// The names of the sets that have found the image, sorted.
        package let sets: [String]
        /// The number of members that it had, each counted once.
        package let memberCount: Int
        /// The fingerprint of the members that it had.
        package let fingerprint: MemberFingerprint
        /// The changes in the order in which they are carried out; each pair of action and member once.
        package let changes: [Change]
        /// The further places that ask for a change, sorted, of those projects that are asked for in several places.
        package let otherSources: [ProjectID: [SourceLocation]]
        /// The terms of the changes' projects, of those that have any.
        package let terms: [ProjectID: MemberTerms]

        /// Makes an image of a saved plan.
        package init(
            image: ImageID, source: SourceLocation, description: String? = nil, name: String? = nil,
            sets: [String] = [], memberCount: Int, fingerprint: MemberFingerprint, changes: [Change],
            otherSources: [ProjectID: [SourceLocation]] = [:], terms: [ProjectID: MemberTerms] = [:]
        ) {
            self.image = image
            self.source = source
            self.description = description
            self.name = name
            self.sets = sets
            self.memberCount = memberCount
            self.fingerprint = fingerprint
            self.changes = changes
            self.otherSources = otherSources
            self.terms = terms
        }
    }

    /// The images that have changes, sorted.
    package let images: [Image]
    /// The number of members of the plan's other images: a limit in percent counts them.
    package let otherMembers: Int
    /// The names of the changes' projects, where any are known, as they are written: escape them before showing them.
    package let projectNames: [ProjectID: String]
    /// The problems of making the plan, sorted: it has no changes of what they are about.
    package let problems: [Problem]
    /// The moment for which the plan was made.
    package let moment: Date

    /// Makes a saved plan.
    ///
    /// - Parameters:
    ///   - images: the images that have changes, in any order, each once.
    ///   - otherMembers: the number of members of the plan's other images.
    ///   - projectNames: the names of projects.
    ///   - problems: the problems of making the plan.
    ///   - moment: the moment for which it was made.
    package init(
        images: [Image], otherMembers: Int = 0, projectNames: [ProjectID: String] = [:], problems: [Problem] = [],
        moment: Date
    ) {
        self.images = images.sorted { $0.image < $1.image }
        self.otherMembers = otherMembers
        self.projectNames = projectNames
        self.problems = problems.sorted()
        self.moment = moment
    }

    /// The number of changes.
    package var changeCount: Int { images.reduce(0) { $0 + $1.changes.count } }
    /// The images as they are read before anything is written: whoever is to be removed must not be a member.
    package var desired: DesiredState {
        DesiredState(images: images.map { $0.desired() }, projectNames: projectNames)
    }
}

extension SavedPlan.Image {
    /// The members to add.
    var additions: [DesiredMember] { members(.add) }
    /// The members to accept in their projects' place.
    var acceptances: [DesiredMember] { members(.accept) }
    /// The members to remove.
    var removals: [Removal] { changes.compactMap(\.removal) }

    private func members(_ action: Change.Action) -> [DesiredMember] {
        changes.filter { $0.action == action }.map(\.member)
    }

    /// Makes an image of which nothing is wished but the saved changes.
    ///
    /// - Parameter obstacle: the reason for which none of them may be carried out, if there is one.
    /// - Returns: the image.
    func desired(obstacle: Problem? = nil) -> DesiredImage {
        var wanted = additions
        let added = Set(wanted.map(\.project))
        wanted += acceptances.filter { !added.contains($0.project) }
        var terms = ImageTerms()
        terms.revoked = removals.map(\.member)
        terms.members = self.terms
        // Whether an exclusive list may come out with nobody was decided when the plan was made.
        terms.mayBeEmpty = true
        return DesiredImage(
            id: image, source: source, description: description, name: name, sets: sets, members: wanted,
            otherSources: otherSources, terms: terms, obstacle: obstacle)
    }
}
