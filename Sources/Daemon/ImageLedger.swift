import ImageSharing

/// The daemon's memory of each image from tick to tick: above all, of those to leave alone for a while.
///
/// An image that is full, gone or not ours will be so again in five minutes. It keeps a back-off of its own, up to an
/// hour, which is forgotten when its part of the manifest changes. The cloud's own trouble is not held against an image.
struct ImageLedger: Sendable {
    struct Entry: Sendable {
        var desired: DesiredImage
        var plan: ImagePlan?
        /// The problem that the last observation found.
        var problem: Problem?
        /// The problem that has kept the cloud from an observation since.
        var unread: Problem?
        /// The wanted members that are known not to be there.
        var missing: Set<ProjectID> = []
        var failures = 0
        var retryAt: Duration?
        /// The moment of the last observation.
        var observedAt: Duration?
        /// True while nobody knows whether the manifest still asks for it: a set that had found it could not be looked for.
        var isHeld = false

        /// True if nothing was wrong with it when the cloud was last asked.
        var isWell: Bool { observedAt != nil && problem == nil && unread == nil }
    }

    /// The ceiling of the first back-off.
    static let firstBackOff = Duration.seconds(60)
    /// The longest back-off.
    static let longestBackOff = Duration.seconds(3600)

    private(set) var entries: [ImageID: Entry] = [:]

    /// Adopts a new desired state.
    ///
    /// An image of a set that could not be looked for is kept as it was, and left alone.
    ///
    /// - Returns: the images whose desired members changed, or that are new, in the manifest's order.
    mutating func adopt(_ desired: DesiredState) -> [ImageID] {
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
            if entry.isHeld { (entry.isHeld, entry.unread) = (false, nil) }
            adopted[image.id] = entry
        }
        let unknown = Set(desired.sets.filter { $0.images == nil }.map(\.name))
        if !unknown.isEmpty {
            for (id, entry) in entries where adopted[id] == nil && !unknown.isDisjoint(with: entry.desired.sets) {
                adopted[id] = entry
                adopted[id]?.isHeld = true
                adopted[id]?.unread = desired.problems.first { $0.rows != nil } ?? entry.unread
            }
        }
        entries = adopted
        return changed
    }

    /// Ends every back-off; an image that is still at fault goes on from where its back-off was.
    mutating func endBackOffs() {
        for id in entries.keys { entries[id]?.retryAt = nil }
    }

    /// Returns the desired state of those of `images` that are not backed off.
    ///
    /// - Parameters:
    ///   - images: the images.
    ///   - now: the daemon's own time.
    ///   - all: what the manifest came to: its names, and the problems of its lookups.
    /// - Returns: their desired state.
    func due(_ images: [ImageID], at now: Duration, of all: DesiredState = DesiredState(images: [])) -> DesiredState {
        DesiredState(
            images: images.compactMap { id in
                guard let entry = entries[id], !entry.isHeld, (entry.retryAt ?? .zero) <= now else { return nil }
                return entry.desired
            }, projectNames: all.projectNames, problems: all.problems
        )
    }

    /// Records the findings of a tick.
    ///
    /// - Parameters:
    ///   - report: the tick's report.
    ///   - now: the daemon's own time.
    ///   - generator: the source of jitter.
    /// - Returns: the number of images that are backed off because of it.
    mutating func record(
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
