extension DesiredState {
    /// The state that an execution says there is now: the images that it wrote to, with the members that it added, met or
    /// accepted, and without those that it removed.
    ///
    /// Of an image with a member that it could not accept, it says nothing about acceptances.
    ///
    /// - Parameters:
    ///   - execution: the outcomes of a plan.
    ///   - plan: the plan.
    package init(writtenBy execution: Execution, of plan: Plan) {
        let results: Set<Outcome.Result> = [.created, .alreadyMember, .removed, .accepted]
        let written = Dictionary(grouping: execution.outcomes.filter { results.contains($0.result) }, by: \.image)
        self.init(
            images: plan.images.compactMap { image in
                written[image.image].map { outcomes in
                    var terms = ImageTerms()
                    terms.revoked = outcomes.filter { $0.result == .removed }.map(\.member)
                    let there = outcomes.filter { [.created, .alreadyMember].contains($0.result) }.map(\.member)
                    let accepted = outcomes.filter { $0.result == .accepted }.map(\.member)
                    let (added, answered) = (Set(there.map(\.project)), Set(accepted.map(\.project)))
                    terms.accepts = !answered.isEmpty && added.isSubset(of: answered)
                    return DesiredImage(
                        id: image.image, source: image.source, description: image.description, name: image.name,
                        sets: image.sets, members: there + accepted.filter { !added.contains($0.project) }, terms: terms
                    )
                }
            }
        )
    }
}

extension Plan {
    /// The problems of a plan that should have nothing to do: the members that are not there, those that still are or have
    /// not accepted, and unread images.
    var missingMembers: [Problem] { problems + images.flatMap(\.disagreements) }
}

extension ImagePlan {
    /// The members of which Glance lists something else than it has done.
    fileprivate var disagreements: [Problem] {
        let missing = additions.map { member in
            disagreement(
                on: member, "Glance took the member, and does not list it afterwards",
                "somebody may have removed it meanwhile")
        }
        let left = removals.map { removal in
            disagreement(
                on: removal.member, "Glance removed the member, and lists it afterwards all the same",
                "somebody may have added it meanwhile")
        }
        let absent = Set(additions.map(\.project))
        let pending = acceptances.filter { !absent.contains($0.project) }.map { member in
            disagreement(
                on: member, "Glance accepted the image for the member, and lists it as pending afterwards",
                "somebody may have offered it anew meanwhile")
        }
        return missing + left + pending
    }

    /// Says that Glance lists something else than it has done.
    private func disagreement(on member: DesiredMember, _ message: String, _ reason: String) -> Problem {
        Problem(
            code: .memberMissing, image: image, member: member.project, message: message,
            hint: "\(reason): run apply again; if it stays so, ask the cloud's operator", source: member.source)
    }
}
