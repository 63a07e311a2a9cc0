package import ImageSharing

/// What the daemon remembers of each image from tick to tick: above all, which ones to leave alone for a while.
///
/// An image that is full, gone or not ours will be so again in five minutes. It keeps a back-off of its own, up to an
/// hour, which is forgotten when its part of the manifest changes. The cloud's own trouble is not held against an image.
package struct ImageLedger: Sendable {
    struct Entry: Sendable {
        var desired: DesiredImage
        var plan: ImagePlan?
        /// What the last observation found wrong.
        var problem: Problem?
        /// Why there was no observation since, where the cloud was asked for one and failed.
        var unread: Problem?
        /// The wanted members that are known not to be there.
        var missing: Set<ProjectID> = []
        var failures = 0
        var retryAt: Duration?
        /// When the cloud last said how the image stands.
        var observedAt: Duration?

        /// Whether nothing was wrong with it when it was last looked at.
        var isWell: Bool { observedAt != nil && problem == nil && unread == nil }
    }

    /// The ceiling of the first back-off.
    static let firstBackOff = Duration.seconds(60)
    /// The longest back-off.
    static let longestBackOff = Duration.seconds(3600)

    private(set) var entries: [ImageID: Entry] = [:]

    /// Makes a ledger that remembers nothing.
    package init() {}

    /// Takes in a new manifest.
    ///
    /// - Returns: the images whose desired members changed, or that are new, in the manifest's order.
    package mutating func adopt(_ desired: DesiredState) -> [ImageID] {
        var changed: [ImageID] = []
        var adopted: [ImageID: Entry] = [:]
        for image in desired.images {
            var entry = entries[image.id] ?? Entry(desired: image)
            let isNew = entries[image.id] == nil
            // Where a line stands is not what it asks for.
            if isNew || Set(entry.desired.members.map(\.project)) != Set(image.members.map(\.project)) {
                changed.append(image.id)
                entry = Entry(desired: image)
            }
            entry.desired = image
            adopted[image.id] = entry
        }
        entries = adopted
        return changed
    }

    /// Leaves no image alone any longer; one that is still at fault goes on from where its back-off was.
    mutating func wake() {
        for id in entries.keys { entries[id]?.retryAt = nil }
    }

    /// What is desired of those of `images` that are not to be left alone.
    package func due(_ images: [ImageID], at now: Duration) -> DesiredState {
        DesiredState(
            images: images.compactMap { id in
                guard let entry = entries[id], (entry.retryAt ?? .zero) <= now else { return nil }
                return entry.desired
            }
        )
    }

    /// Takes in what a tick found.
    ///
    /// - Parameters:
    ///   - report: the tick's report.
    ///   - now: the time.
    ///   - generator: where the jitter comes from.
    /// - Returns: how many images are to be left alone because of it.
    package mutating func record(
        _ report: Report, at now: Duration, using generator: inout some RandomNumberGenerator
    ) -> Int {
        var backOffs = 0
        let problems = Dictionary(grouping: report.problems, by: \.image)
        let outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        for plan in report.plan?.images ?? [] {
            guard var entry = entries[plan.image], plan.wasRead || plan.problem != nil else { continue }
            if let problem = plan.problem, !problem.code.isAboutTheImage {
                // Nothing was learned: what was known stays, the back-off of the image included.
                entry.unread = problem
                entries[plan.image] = entry
                continue
            }
            entry.observedAt = now
            entry.unread = nil
            if plan.wasRead { entry.plan = plan }
            entry.problem = problems[plan.image]?.first
            if plan.wasRead {
                let added = (outcomes[plan.image] ?? []).filter { $0.result == .created || $0.result == .alreadyMember }
                entry.missing = Set(plan.additions.map(\.project)).subtracting(added.map(\.member.project))
            }
            if let problem = entry.problem, problem.code.isAboutTheImage {
                backOffs += 1
                entry.failures += 1
                let ceiling = min(Self.longestBackOff, Self.firstBackOff * (1 << min(entry.failures - 1, 10)))
                // Half of it at least: what is wrong with an image needs somebody to mend it.
                entry.retryAt = now + ceiling * Double.random(in: 0.5...1, using: &generator)
            } else {
                entry.failures = 0
                entry.retryAt = nil
            }
            entries[plan.image] = entry
        }
        return backOffs
    }
}
