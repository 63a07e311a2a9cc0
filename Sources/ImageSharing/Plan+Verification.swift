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
                    image.disagreement(
                        on: member, "Glance took the member, and does not list it afterwards",
                        "somebody may have removed it meanwhile")
                }
                    + image.removals.map { removal in
                        image.disagreement(
                            on: removal.member, "Glance removed the member, and lists it afterwards all the same",
                            "somebody may have added it meanwhile")
                    }
            }
    }
}

extension ImagePlan {
    /// Says that Glance lists something else than it has done.
    fileprivate func disagreement(on member: DesiredMember, _ message: String, _ reason: String) -> Problem {
        Problem(
            code: .memberMissing, image: image, member: member.project, message: message,
            hint: "\(reason): run apply again; if it stays so, ask the cloud's operator", source: member.source)
    }
}
