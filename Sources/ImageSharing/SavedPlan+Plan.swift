extension SavedPlan {
    /// Takes from a plan what is needed to carry it out.
    package init(_ plan: Plan) {
        let changed = plan.images.filter { $0.changeCount > 0 }
        let projects = Set(changed.flatMap { $0.changes.map(\.member.project) })
        self.init(
            images: changed.compactMap { Image($0) },
            otherMembers: plan.presentCount - changed.reduce(0) { $0 + $1.presentCount },
            projectNames: plan.projectNames.filter { projects.contains($0.key) }, problems: plan.problems,
            moment: plan.moment)
    }
}

extension SavedPlan.Image {
    /// Takes an image's part of a plan; nil where its members are not known.
    fileprivate init?(_ plan: ImagePlan) {
        guard let fingerprint = plan.fingerprint else { return nil }
        let projects = Set(plan.changes.map(\.member.project))
        self.init(
            image: plan.image, source: plan.source, description: plan.description, name: plan.name, sets: plan.sets,
            memberCount: plan.presentCount, fingerprint: fingerprint, changes: plan.changes,
            otherSources: plan.otherSources.filter { projects.contains($0.key) },
            terms: plan.terms.members.filter { projects.contains($0.key) })
    }
}
