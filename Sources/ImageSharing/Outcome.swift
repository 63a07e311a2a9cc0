/// The result of one planned change.
package struct Outcome: Sendable, Equatable {
    /// The ways in which a change can end.
    package enum Result: String, Sendable, CaseIterable {
        /// This run added the member.
        case created
        /// Somebody else had added it in the meantime, which is as good.
        case alreadyMember = "already_member"
        /// The member is not there any more, whoever has removed it.
        case removed
        /// The member's status is `accepted`.
        case accepted
        /// It could not be done, as far as is known; a problem of the report says why.
        case failed
        /// It was not tried, because the image or the whole run had ended.
        case skipped
        /// It is a removal, and was not allowed.
        case held
    }

    /// The image.
    package let image: ImageID
    /// The change.
    package let change: Change
    /// The way in which it ended.
    package let result: Result
    /// The number of times that the cloud was asked for it.
    package let attempts: Int
    /// The ID in the cloud's own logs of the request that did it, where that is known.
    package let requestID: String?

    /// The project, and the line that asks for the change.
    package var member: DesiredMember { change.member }

    /// Makes the outcome of an addition.
    package init(image: ImageID, member: DesiredMember, result: Result, attempts: Int, requestID: String? = nil) {
        self.init(image: image, change: .add(member), result: result, attempts: attempts, requestID: requestID)
    }

    /// Makes an outcome.
    package init(image: ImageID, change: Change, result: Result, attempts: Int, requestID: String? = nil) {
        self.requestID = requestID
        self.image = image
        self.change = change
        self.result = result
        self.attempts = attempts
    }
}

/// The result of applying a plan.
package struct Execution: Sendable, Equatable {
    /// One outcome a change of the plan, in the plan's order.
    package let outcomes: [Outcome]
    /// The problems that were met on the way, sorted.
    package let problems: [Problem]

    /// An execution that ended before anything was tried.
    package static func untried(_ plan: Plan) -> Execution {
        let outcomes = plan.images.flatMap { image in
            image.changes.map { Outcome(image: image.image, change: $0, result: .skipped, attempts: 0) }
        }
        return Execution(outcomes: outcomes, problems: [])
    }

    /// Makes an execution.
    package init(outcomes: [Outcome], problems: [Problem]) {
        self.outcomes = outcomes
        self.problems = problems.sorted()
    }
}
