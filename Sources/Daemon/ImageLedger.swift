import FoundationEssentials
import ImageSharing

/// The daemon's memory of each image from tick to tick: above all, of those to leave alone for a while.
///
/// An image that is full, gone or not ours will be so again in five minutes. It keeps a back-off of its own, up to an
/// hour, which is forgotten when its part of the manifest changes. The cloud's own trouble is not held against an image.
/// Nor is a removal that is held, refused or failed, or an acceptance that is: the next look costs what any look costs, and
/// whoever is to be added to the image must not wait an hour because somebody else cannot be taken out of it.
struct ImageLedger: Sendable {
    /// All that is kept of a plan once its run is over: twenty thousand whole ones are tens of megabytes.
    struct Finding: Sendable {
        /// The number of members that are there.
        let presentCount: Int
        /// The members that the manifest does not ask for.
        let unmanaged: [ProjectID]
        /// The wanted members that have declined the image.
        let rejected: [ProjectID]
        /// The next end of a membership.
        let nextExpiry: Expiry?

        init(_ plan: ImagePlan) {
            presentCount = plan.presentCount
            unmanaged = plan.unmanaged.map(\.project)
            rejected = plan.rejected.map(\.project)
            nextExpiry = plan.expiries.first?.expiry
        }
    }

    struct Entry: Sendable {
        var desired: DesiredImage
        /// The finding of the last plan of a list that was read; nil before there was one.
        var finding: Finding?
        /// The time for which the plan was made: by it, memberships have ended or not.
        var plannedAt = Date.distantPast
        /// The problem that the last observation found.
        var problem: Problem?
        /// The problem that has kept the cloud from an observation since.
        var unread: Problem?
        /// The wanted members that are known not to be there.
        var missing: Set<ProjectID> = []
        /// The members that the manifest takes away and that are known to be there.
        var removals: [RemovalStatus] = []
        /// The oddities of the members that stay.
        var warnings: [Warning] = []
        var failures = 0
        var retryAt: Duration?
        /// The moment of the last observation.
        var observedAt: Duration?
        /// The date by which the cloud was last asked for it, whatever came of it.
        var askedAt: Date?
        /// The moments at which a membership of it ends, sorted.
        let ends: [Date]
        /// True while nobody knows whether the manifest still asks for it: a set that had found it could not be looked for.
        var isHeld = false

        init(desired: DesiredImage) {
            self.desired = desired
            ends = desired.ends
        }

        /// True if nothing kept the cloud from its work on it when it was last asked: whom its manifest takes away, and is
        /// left, or who may not be accepted, is no matter of the cloud's.
        var isWell: Bool {
            let isByRule = failures == 0 && problem?.code.isAboutTheImage == true
            return observedAt != nil && unread == nil && (problem == nil || isByRule)
        }
    }

    /// The ceiling of the first back-off.
    static let firstBackOff = Duration.seconds(60)
    /// The longest back-off.
    static let longestBackOff = Duration.seconds(3600)

    private(set) var entries: [ImageID: Entry] = [:]
    /// The images of which a membership ends: most manifests have none, and the loop asks for them each time it comes round.
    private(set) var ending: Set<ImageID> = []
    /// The images of which another thing is known than before the last manifest: of all others, nothing has to be told anew.
    private(set) var renewed: Set<ImageID> = []

    /// Adopts a new desired state.
    ///
    /// An image of a set that could not be looked for is kept as it was, and left alone.
    ///
    /// - Returns: the images of which something else is asked, or that are new, in the manifest's order.
    mutating func adopt(_ desired: DesiredState) -> [ImageID] {
        var changed: [ImageID] = []
        var adopted = [ImageID: Entry](minimumCapacity: desired.images.count)
        renewed = []
        for image in desired.images {
            if let known = entries[image.id], !known.isHeld, known.desired == image {
                adopted[image.id] = known
                continue
            }
            renewed.insert(image.id)
            var entry = entries[image.id] ?? Entry(desired: image)
            let isNew = entries[image.id] == nil
            if isNew || !entry.desired.asksForTheSame(as: image) {
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
                renewed.insert(id)
                adopted[id] = entry
                adopted[id]?.isHeld = true
                adopted[id]?.unread = desired.problems.first { $0.rows != nil } ?? entry.unread
            }
        }
        entries = adopted
        ending = Set(adopted.lazy.filter { !$0.value.ends.isEmpty }.map(\.key))
        return changed
    }

    /// Ends every back-off; an image that is still at fault goes on from where its back-off was.
    mutating func endBackOffs() { endBackOffs(of: Array(entries.keys)) }

    /// Ends the back-offs of some images.
    mutating func endBackOffs(of images: [ImageID]) {
        for id in images { entries[id]?.retryAt = nil }
    }

    /// Records that the cloud is asked for images.
    ///
    /// - Parameters:
    ///   - images: the images.
    ///   - date: the time by which memberships end.
    mutating func ask(for images: [ImageID], at date: Date) {
        for id in images { entries[id]?.askedAt = date }
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
        guard let whole = report.plan else { return 0 }
        var backOffs = 0
        let problems = Dictionary(grouping: report.problems, by: \.image)
        let outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        let warnings = Dictionary(grouping: report.warnings, by: \.image)
        let plannedProblems = Set(whole.problems)
        for plan in whole.images {
            guard var entry = entries[plan.image], plan.wasRead || plan.problem != nil else { continue }
            if let problem = plan.problem, !problem.code.isAboutTheImage {
                // Nothing was learned: what was known stays, the back-off of the image included.
                entry.unread = problem
                entries[plan.image] = entry
                continue
            }
            entry.observedAt = now
            entry.unread = nil
            let (met, results) = (problems[plan.image] ?? [], outcomes[plan.image] ?? [])
            if plan.wasRead {
                (entry.finding, entry.plannedAt) = (Finding(plan), whole.moment)
                let added = results.filter { $0.result == .created || $0.result == .alreadyMember }
                entry.missing = Set(plan.additions.map(\.project)).subtracting(added.map(\.member.project))
                entry.removals = report.removalsLeft(in: plan, results)
                entry.warnings = warnings[plan.image] ?? []
            }
            let hindrance = plan.problem ?? met.first { !plannedProblems.contains($0) && $0.code.isAboutTheImage }
            entry.problem = hindrance ?? met.first
            if hindrance != nil, results.keepAnybodyOut {
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

extension [Outcome] {
    /// False where all that could not be done to an image are removals and acceptances.
    fileprivate var keepAnybodyOut: Bool {
        let undone = filter { $0.result == .failed || $0.result == .skipped }
        return undone.isEmpty || undone.contains { $0.change.action == .add }
    }
}

extension DesiredImage {
    /// Returns true if another manifest asks for the same: where a line stands, and why it does, is not what it asks for.
    fileprivate func asksForTheSame(as other: DesiredImage) -> Bool {
        // Nearly always the same in the same order: the sets are made for the others.
        (members.elementsEqual(other.members) { $0.project == $1.project }
            || Set(members.map(\.project)) == Set(other.members.map(\.project)))
            && (terms == other.terms || Wish(terms) == Wish(other.terms))
    }

    /// All that an image's terms ask for.
    private struct Wish: Equatable {
        let revoked: Set<ProjectID>
        let isExclusive: Bool
        let keepsEverybody: HeldRemoval.Reason?
        let mayBeEmpty: Bool
        let accepts: Bool
        let ends: [ProjectID: Date]
        let undecided: Set<ProjectID>

        init(_ terms: ImageTerms) {
            revoked = Set(terms.revoked.map(\.project))
            isExclusive = terms.exclusive != nil
            keepsEverybody = terms.keepsEverybody
            mayBeEmpty = terms.mayBeEmpty
            accepts = terms.accepts
            ends = terms.members.compactMapValues(\.until?.moment)
            undecided = terms.undecided
        }
    }
}
