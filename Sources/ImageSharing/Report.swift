/// What a run has to say at its end: the one value that text, JSON, Markdown and the exit status are made from.
package struct Report: Sendable, Equatable {
    /// How the run went, by the names that scripts know.
    package enum Verdict: String, Sendable, CaseIterable {
        case noChanges = "no_changes"
        case changes
        case applied
        case partial
        case refused
        case failed
    }

    /// What was planned; nil where the run ended before there was a plan.
    package let plan: Plan?
    /// What came of it; nil where nothing was to be applied.
    package let execution: Execution?
    /// What a second look at the images that were written to found, where one was asked for.
    package let verification: Plan?
    /// Everything that went wrong, sorted.
    package let problems: [Problem]
    /// How many more problems there were than anybody wants to read.
    package let omittedProblems: Int
    /// The commit of the Git work tree that the manifest lies in, if it lies in one.
    package var commit: String?
    /// The cloud that it is about; nil where the configuration names none.
    package var cloud: CloudIdentity?
    /// Why apply would refuse the plan, where that was asked of a plan: it is no failure of planning.
    package var objection: Problem?
    /// Whether the run was told to stop before its end.
    package let wasInterrupted: Bool

    /// Makes the report of a plan, of its execution if it was applied, and of a second look if there was one.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - execution: what came of it, if it was applied.
    ///   - verification: what a second look at the images that were written to has found, if there was one.
    ///   - wasInterrupted: whether the run was told to stop.
    ///   - ending: what ended the run for every image, if something did.
    package init(
        plan: Plan, execution: Execution? = nil, verification: Plan? = nil, wasInterrupted: Bool = false,
        ending: Problem? = nil
    ) {
        self.plan = plan
        self.execution = execution
        self.verification = verification
        self.wasInterrupted = wasInterrupted
        omittedProblems = 0
        let met = plan.problems + (execution?.problems ?? []) + (verification?.missingMembers ?? [])
        // A plan that is read again while it is carried out can meet the same problem twice.
        var seen: Set<Problem> = []
        let all = met + (ending.map { [$0] } ?? [])
        problems = all.sorted().filter { seen.insert($0).inserted }
    }

    /// Makes the report of a plan that may not be applied.
    package init(plan: Plan, refusal: Problem) {
        self.plan = plan
        execution = nil
        verification = nil
        wasInterrupted = false
        omittedProblems = 0
        problems = [refusal] + plan.problems.sorted()
    }

    /// Makes the report of a run that never had a plan.
    package init(problems: [Problem], omittedProblems: Int = 0, wasInterrupted: Bool = false) {
        self.omittedProblems = omittedProblems
        plan = nil
        execution = nil
        verification = nil
        self.wasInterrupted = wasInterrupted
        self.problems = problems
    }

    /// How the run went.
    package var verdict: Verdict {
        if problems.contains(where: { $0.code == .safetyLimitExceeded }) { return .refused }
        guard let plan else { return .failed }
        let summary = summary
        if isComplete {
            if summary.add == 0 { return .noChanges }
            return execution == nil ? .changes : .applied
        }
        let somethingWorked = summary.created + summary.alreadyMember > 0 || plan.images.contains { isFine($0) }
        return somethingWorked ? .partial : .failed
    }

    /// Whether everything that was to be done was done.
    package var isComplete: Bool {
        plan != nil && problems.isEmpty && !wasInterrupted && summary.failed == 0 && summary.skipped == 0
    }

    /// What wants attention although nothing failed because of it, sorted: of each image what was seen last.
    package var warnings: [Warning] {
        let seenAgain = Set((verification?.images ?? []).filter(\.wasRead).map(\.image))
        let before = (plan?.warnings ?? []).filter { !seenAgain.contains($0.image) }
        return (before + (verification?.warnings ?? [])).sorted()
    }

    /// Whether it was the cloud as a whole that failed, or the run's credentials, rather than single images.
    package var isCloudsTrouble: Bool {
        let troubles = problems.filter { $0.code.isTransient || $0.code.endsTheRun }
        if troubles.contains(where: { $0.code == .auditFailed }) { return false }
        return troubles.contains { $0.image == nil }
            || (verdict == .failed && !troubles.isEmpty && troubles.count == problems.count)
    }

    /// Whether all that went wrong may pass by itself, and so much did that it is hardly a matter of single images.
    package var isWorthAnotherRun: Bool {
        guard !problems.isEmpty, problems.allSatisfy({ $0.code.isTransient }) else { return false }
        let troubled = Set(problems.compactMap(\.image)).count
        return isCloudsTrouble || troubled * 2 >= (plan?.images.count ?? 0)
    }

    /// Whether an image was read and, where the plan was applied, got all that it was to get.
    private func isFine(_ image: ImagePlan) -> Bool {
        guard image.wasRead else { return false }
        guard execution != nil else { return true }
        return image.additions.isEmpty
    }

    /// The counts.
    package var summary: Summary {
        var summary = Summary()
        if let plan {
            summary.images = plan.images.count
            summary.members = plan.memberCount
            summary.add = plan.additionCount
            summary.unchanged = plan.unchangedCount
            summary.unmanaged = plan.unmanagedCount
        }
        for outcome in execution?.outcomes ?? [] {
            switch outcome.result {
            case .created: summary.created += 1
            case .alreadyMember: summary.alreadyMember += 1
            case .failed: summary.failed += 1
            case .skipped: summary.skipped += 1
            }
        }
        return summary
    }
}

/// The counts of a report.
package struct Summary: Sendable, Equatable {
    /// Images that the manifests name.
    package var images = 0
    /// Members that the manifests ask for.
    package var members = 0
    /// Members to add.
    package var add = 0
    /// Wanted members that were there.
    package var unchanged = 0
    /// Members that no manifest names.
    package var unmanaged = 0
    /// Members that this run added.
    package var created = 0
    /// Members that were there when this run came to add them.
    package var alreadyMember = 0
    /// Members that could not be added.
    package var failed = 0
    /// Members that were not tried.
    package var skipped = 0
}
