extension DesiredState {
    /// The state that an execution says there is now: the images that it wrote to, with the members that it added or met.
    ///
    /// - Parameters:
    ///   - execution: the outcomes of a plan.
    ///   - plan: the plan.
    package init(writtenBy execution: Execution, of plan: Plan) {
        let written = Dictionary(
            grouping: execution.outcomes.filter { $0.result == .created || $0.result == .alreadyMember }, by: \.image)
        self.init(
            images: plan.images.compactMap { image in
                written[image.image].map {
                    DesiredImage(
                        id: image.image, source: image.source, description: image.description, name: image.name,
                        sets: image.sets, members: $0.map(\.member)
                    )
                }
            }
        )
    }
}

extension Plan {
    /// The problems of a plan that should have nothing to add: the members that are not there, and unread images.
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
            }
    }
}
