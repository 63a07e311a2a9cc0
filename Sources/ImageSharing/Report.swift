/// The end of a run: the one value that text, JSON, Markdown and the exit status are made from.
package struct Report: Sendable, Equatable {
    /// The verdicts on a run, by the names that scripts know.
    package enum Verdict: String, Sendable, CaseIterable {
        case noChanges = "no_changes"
        case changes
        case applied
        case partial
        case refused
        case failed
    }

    /// The stage that a run has come to, with all that is known there.
    package enum Stage: Sendable, Equatable {
        /// There never was a plan, for these problems and so many more than anybody wants to read.
        case notPlanned([Problem], omitted: Int = 0)
        /// Planned, and nothing was to be applied. An objection is why apply would refuse, and `leaves` tells of the
        /// removals that it would leave: no failures of planning.
        case planned(Plan, objection: Problem? = nil, leaves: Problem? = nil)
        /// The policy refuses the plan, and nothing was written.
        case refused(Plan, Problem)
        /// Applied, at least as far as something could be. A verification is the plan to add what was not there
        /// afterwards to the images that were written to.
        case applied(Plan, Execution, verification: Plan? = nil)
    }

    /// The way in which a run ended.
    package enum Ending: Sendable, Equatable {
        /// There was nothing left to do.
        case regular
        /// It was told to stop.
        case interrupted
        /// A problem ended it for every image.
        case cutShort(Problem)
    }

    /// The stage that the run has come to.
    package let stage: Stage
    /// Everything that went wrong, sorted.
    package let problems: [Problem]
    /// True if the run was told to stop before its end.
    package let wasInterrupted: Bool
    /// The commit of the Git work tree that the manifest lies in, if it lies in one.
    package var commit: String?
    /// The files of the manifest that the commit has and that are there no more, sorted.
    package var missingFiles: [String] = []
    /// The cloud that it is about; nil where the configuration names none.
    package var cloud: CloudIdentity?
    /// The part of the images that it is about; nil for all.
    package var shard: Shard?

    /// Makes the report of a run.
    ///
    /// - Parameters:
    ///   - stage: the stage that it has come to.
    ///   - ending: the way in which it ended there.
    package init(_ stage: Stage, ending: Ending = .regular) {
        self.stage = stage
        wasInterrupted = ending == .interrupted
        let met: [Problem]
        switch stage {
        case .notPlanned(let known, _):
            problems = known
            return
        case .refused(let plan, let refusal):
            problems = [refusal] + plan.problems.sorted()
            return
        case .planned(let plan, _, _): met = plan.problems
        case .applied(let plan, let execution, let verification):
            met = plan.problems + execution.problems + (verification?.missingMembers ?? [])
        }
        // A plan that is read again while it is carried out can meet the same problem twice.
        var seen: Set<Problem> = []
        let end = if case .cutShort(let problem) = ending { [problem] } else { [Problem]() }
        problems = (met + end).sorted().filter { seen.insert($0).inserted }
    }

    /// The plan; nil where the run ended before there was one.
    package var plan: Plan? {
        switch stage {
        case .notPlanned: nil
        case .planned(let plan, _, _), .refused(let plan, _), .applied(let plan, _, _): plan
        }
    }

    /// The outcomes of the plan; nil where nothing was to be applied.
    package var execution: Execution? {
        if case .applied(_, let execution, _) = stage { execution } else { nil }
    }

    /// The plan that is left to do for the images that were written to; nil where they were not read once more.
    package var verification: Plan? {
        if case .applied(_, _, let verification) = stage { verification } else { nil }
    }

    /// The reason for which apply would refuse the plan, where there is only a plan.
    package var objection: Problem? {
        if case .planned(_, let objection, _) = stage { objection } else { nil }
    }

    /// The problem of removals that apply would leave because nothing allows them, where there is only a plan.
    package var removalsLeft: Problem? {
        if case .planned(_, _, let leaves) = stage { leaves } else { nil }
    }

    /// The number of problems beyond those that anybody wants to read.
    package var omittedProblems: Int {
        if case .notPlanned(_, let omitted) = stage { omitted } else { 0 }
    }

    /// The counts.
    package var summary: Summary { Summary(of: plan, execution?.outcomes ?? []) }

    /// The verdict on the run.
    package var verdict: Verdict {
        if case .refused = stage { return .refused }
        guard let plan else { return .failed }
        let summary = summary
        if isComplete {
            if summary.add + summary.remove + summary.accept == 0 { return .noChanges }
            return execution == nil ? .changes : .applied
        }
        // An image of which no wish could be found out shows nothing but that it is there.
        let isAsked = { (image: ImagePlan) in plan.lookupProblems.isEmpty || image.wantedCount > 0 }
        let somethingWorked =
            summary.created + summary.alreadyMember + summary.removed + summary.accepted > 0
            || plan.images.contains { isFine($0) && isAsked($0) }
        return somethingWorked ? .partial : .failed
    }

    /// True if everything that was to be done was done.
    package var isComplete: Bool {
        plan != nil && problems.isEmpty && !wasInterrupted && summary.failed + summary.skipped + summary.held == 0
    }

    /// The oddities that want attention although nothing failed because of them, sorted: of each image those seen last,
    /// and none of whoever is removed, whose rows go with it.
    package var warnings: [Warning] {
        var before = plan?.warnings ?? []
        if !before.isEmpty {
            let (seenAgain, leaving) = (Set((verification?.images ?? []).filter(\.wasRead).map(\.image)), leaving)
            before.removeAll { seenAgain.contains($0.image) || leaving[$0.image]?.contains($0.member) == true }
        }
        return (before + (verification?.warnings ?? [])).sorted()
    }

    /// The members that this run has removed, or that apply would remove.
    private var leaving: [ImageID: Set<ProjectID>] {
        switch stage {
        case .planned(let plan, nil, nil):
            Dictionary(plan.images.map { ($0.image, Set($0.removals.map(\.member.project))) }) { first, _ in first }
        case .applied(_, let execution, _):
            Dictionary(grouping: execution.outcomes.filter { $0.result == .removed }, by: \.image)
                .mapValues { Set($0.map(\.member.project)) }
        case .notPlanned, .planned, .refused: [:]
        }
    }

    /// True if it was the cloud as a whole that failed, or the run's credentials, rather than single images.
    package var isCloudsTrouble: Bool {
        let troubles = problems.filter { $0.code.isTransient || $0.code.endsTheRun }
        if troubles.contains(where: { $0.code == .auditFailed }) { return false }
        // A lookup that failed is a trouble of the rows that need it.
        return troubles.contains { $0.image == nil && $0.rows == nil }
            || (verdict == .failed && !troubles.isEmpty && troubles.count == problems.count)
    }

    /// True if all that went wrong may pass by itself, and so much did that it is hardly a matter of single images.
    package var isWorthAnotherRun: Bool {
        guard !problems.isEmpty, problems.allSatisfy({ $0.code.isTransient }) else { return false }
        let troubled = Set(problems.compactMap(\.image)).count
        return isCloudsTrouble || troubled * 2 >= (plan?.images.count ?? 0)
    }

    /// Returns whether an image was read and, where the plan was applied, got all that it was to get.
    private func isFine(_ image: ImagePlan) -> Bool {
        guard image.wasRead else { return false }
        guard execution != nil else { return true }
        return image.changeCount == 0
    }
}

/// The cloud, region and project that a run is about, as far as they are known: a plan for the wrong region looks like any
/// other.
package struct CloudIdentity: Sendable, Equatable {
    /// The cloud's name in clouds.yaml, or `envvars` where variables make it.
    package var name: String
    /// The region of the image service; nil where neither the configuration nor the catalog names one.
    package var region: String?
    /// The address of the image service, without a version; nil before there is a token.
    package var imageEndpoint: String?
    /// The ID of the project that the token speaks for.
    package var projectID: String?
    /// The name of that project.
    package var projectName: String?

    /// Makes an identity.
    package init(
        name: String, region: String? = nil, imageEndpoint: String? = nil, projectID: String? = nil,
        projectName: String? = nil
    ) {
        self.name = name
        self.region = region
        self.imageEndpoint = imageEndpoint
        self.projectID = projectID
        self.projectName = projectName
    }
}

extension String {
    /// The name of a commit with as much of its hash as a person needs, and with what was added to it, like `+dirty`.
    package var shortCommit: String {
        let hash = prefix { $0 != "+" }
        return String(hash.prefix(12) + dropFirst(hash.count))
    }
}
