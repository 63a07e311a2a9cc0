/// The result of one planned addition.
package struct Outcome: Sendable, Equatable {
    /// The ways in which an addition can end.
    package enum Result: String, Sendable, CaseIterable {
        /// This run added the member.
        case created
        /// Somebody else had added it in the meantime, which is as good.
        case alreadyMember = "already_member"
        /// It is not there, as far as is known; a problem of the report says why.
        case failed
        /// It was not tried, because the image or the whole run had ended.
        case skipped
    }

    /// The image.
    package let image: ImageID
    /// The member and the line that asks for it.
    package let member: DesiredMember
    /// The way in which it ended.
    package let result: Result
    /// The number of times that the cloud was asked to add it.
    package let attempts: Int
    /// The ID in the cloud's own logs of the request that added it, where that is known.
    package let requestID: String?

    /// Makes an outcome.
    package init(image: ImageID, member: DesiredMember, result: Result, attempts: Int, requestID: String? = nil) {
        self.requestID = requestID
        self.image = image
        self.member = member
        self.result = result
        self.attempts = attempts
    }
}

/// The result of applying a plan.
package struct Execution: Sendable, Equatable {
    /// One outcome an addition of the plan, in the plan's order.
    package let outcomes: [Outcome]
    /// The problems that were met on the way, sorted.
    package let problems: [Problem]

    /// An execution that ended before anything was tried.
    package static func untried(_ plan: Plan) -> Execution {
        let outcomes = plan.images.flatMap { image in
            image.additions.map { Outcome(image: image.image, member: $0, result: .skipped, attempts: 0) }
        }
        return Execution(outcomes: outcomes, problems: [])
    }

    /// Makes an execution.
    package init(outcomes: [Outcome], problems: [Problem]) {
        self.outcomes = outcomes
        self.problems = problems.sorted()
    }
}
