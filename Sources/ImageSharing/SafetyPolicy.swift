import Text

/// A limit on what one run may write, checked against the finished plan: `plan` still shows what `apply` refuses.
package struct SafetyPolicy: Sendable {
    /// The most members that one run may add; nil is no limit.
    package let maximumAdditions: Int?
    /// The most members that one run may remove; nil lets it remove none, and do all else.
    package let maximumRemovals: RemovalLimit?
    /// The holder of the limits, whom a remedy is about.
    private let holder: LimitHolder

    /// Makes a policy.
    package init(
        maximumAdditions: Int? = nil, maximumRemovals: RemovalLimit? = nil, heldBy holder: LimitHolder = .command
    ) {
        self.maximumAdditions = maximumAdditions
        self.maximumRemovals = maximumRemovals
        self.holder = holder
    }

    /// Finds the reason for which a plan may not be applied.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - others: the removals, and the members, of images that the plan is not about and the limit is.
    /// - Returns: the reason; nil where it may be applied.
    package func objection(to plan: Plan, beside others: RemovalTally = RemovalTally()) -> Problem? {
        let tally = RemovalTally(of: plan) + others
        if let maximumRemovals, plan.removalCount > 0, !maximumRemovals.allows(tally) {
            return Problem(
                code: .safetyLimitExceeded,
                message:
                    "the plan removes \(counted(tally.removals, "member")) of the \(tally.members) that its images "
                    + "have; --max-removals allows \(maximumRemovals)"
                    + (plan.additionCount > 0
                        ? "; withheld with them: \(counted(plan.additionCount, "addition"))" : ""),
                hint: holder.remedy("--max-removals \(tally.removals) or more")
            )
        }
        guard let maximumAdditions, plan.additionCount > maximumAdditions else { return nil }
        return Problem(
            code: .safetyLimitExceeded,
            message: "the plan adds \(counted(plan.additionCount, "member")); "
                + "--max-additions allows \(maximumAdditions)",
            hint: holder.remedy("--max-additions \(plan.additionCount) or more")
        )
    }

    /// Returns the problem of removals that are left because nothing allows any; nil where there are none, or they may be.
    package func removalsLeft(of plan: Plan) -> Problem? {
        guard maximumRemovals == nil, plan.removalCount > 0 else { return nil }
        return Problem(
            code: .removalNotAllowed,
            message: "\(counted(plan.removalCount, "member")) to remove, and nothing allows it: they are left",
            hint: holder.remedy("--max-removals \(plan.removalCount) or more")
        )
    }
}

/// A limit on the members that one run may remove.
package enum RemovalLimit: Sendable, Equatable {
    /// So many members.
    case members(Int)
    /// So many of a hundred members that the plan's images have.
    case percent(Int)

    /// Returns true if the removals are within the limit.
    package func allows(_ tally: RemovalTally) -> Bool {
        switch self {
        case .members(let most): tally.removals <= most
        // Numbers that overflow are those of nobody's cloud.
        case .percent(let most): Double(tally.removals) * 100 <= Double(most) * Double(tally.members)
        }
    }
}

extension RemovalLimit: CustomStringConvertible {
    /// The limit as it is given: `20` or `5%`.
    package var description: String {
        switch self {
        case .members(let most): "\(most)"
        case .percent(let most): "\(most)%"
        }
    }
}

/// The removals of a plan, and the members that its images have.
package struct RemovalTally: Sendable, Equatable {
    /// The members to remove.
    package var removals: Int
    /// The members that the images have.
    package var members: Int

    /// Makes a tally.
    package init(removals: Int = 0, members: Int = 0) {
        self.removals = removals
        self.members = members
    }

    /// Counts a plan's.
    package init(of plan: Plan) {
        self.init(removals: plan.removalCount, members: plan.presentCount)
    }

    /// The tally of both.
    package static func + (one: RemovalTally, other: RemovalTally) -> RemovalTally {
        RemovalTally(removals: one.removals + other.removals, members: one.members + other.members)
    }
}
