import Text

/// A limit on what one run may write, checked against the finished plan: `plan` still shows what `apply` refuses.
package struct SafetyPolicy: Sendable {
    /// The most members that one run may add; nil is no limit.
    package let maximumAdditions: Int?

    /// Makes a policy.
    package init(maximumAdditions: Int? = nil) {
        self.maximumAdditions = maximumAdditions
    }

    /// Says why `plan` may not be applied, or nil where it may.
    package func objection(to plan: Plan) -> Problem? {
        guard let maximumAdditions, plan.additionCount > maximumAdditions else { return nil }
        return Problem(
            code: .safetyLimitExceeded,
            message: "the plan adds \(counted(plan.additionCount, "member")); "
                + "--max-additions allows \(maximumAdditions)",
            hint: "read the plan; if it is what you want, run apply with --max-additions \(plan.additionCount) or more"
        )
    }
}
