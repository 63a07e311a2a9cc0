extension DesiredState {
    /// The state that an execution says there is now: the images that it wrote to, with the members that it added or met,
    /// and without those that it removed.
    ///
    /// - Parameters:
    ///   - execution: the outcomes of a plan.
    ///   - plan: the plan.
    package init(writtenBy execution: Execution, of plan: Plan) {
        let results: Set<Outcome.Result> = [.created, .alreadyMember, .removed]
        let written = Dictionary(grouping: execution.outcomes.filter { results.contains($0.result) }, by: \.image)
        self.init(
            images: plan.images.compactMap { image in
                written[image.image].map { outcomes in
                    var terms = ImageTerms()
                    terms.revoked = outcomes.filter { $0.result == .removed }.map(\.member)
                    return DesiredImage(
                        id: image.image, source: image.source, description: image.description, name: image.name,
                        sets: image.sets, members: outcomes.filter { $0.result != .removed }.map(\.member), terms: terms
                    )
                }
            }
        )
    }
}

extension Plan {
    /// The problems of a plan that should have nothing to do: the members that are not there, those that still are, and
    /// unread images.
    var missingMembers: [Problem] {
        problems
            + images.flatMap { image in
                image.additions.map { member in
                    Problem(
                        code: .memberMissing, image: image.image, member: member.project,
                        message: "Glance took the member, and does not list it afterwards",
                        hint:
                            "somebody may have removed it meanwhile: run apply again; if it stays so, ask the cloud's "
                            + "operator",
                        source: member.source
                    )
                }
                    + image.removals.map { removal in
                        Problem(
                            code: .memberMissing, image: image.image, member: removal.member.project,
                            message: "Glance removed the member, and lists it afterwards all the same",
                            hint:
                                "somebody may have added it meanwhile: run apply again; if it stays so, ask the "
                                + "cloud's operator",
                            source: removal.member.source
                        )
                    }
            }
    }
}
