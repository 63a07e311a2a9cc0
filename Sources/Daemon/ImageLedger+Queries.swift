import FoundationEssentials
import ImageSharing
import Text

/// The images that are due, and what the limit on removals has to know of those that are not.
extension ImageLedger {
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

    /// Returns true if the limit refuses removals from an image.
    func isRefused(_ image: ImageID) -> Bool {
        entries[image]?.removals.contains { $0.standing == .refused } ?? false
    }

    /// The removals that follow and are not done, and the members, of each image, as they were last seen.
    ///
    /// An image that cannot be read any more keeps its removals here: it may be read again, and a limit that was kept
    /// because of that would have been passed in slices.
    var tallies: [ImageID: RemovalTally] {
        entries.compactMapValues { entry in
            entry.finding.map { finding in
                RemovalTally(removals: entry.removals.count { $0.reason == nil }, members: finding.presentCount)
            }
        }
    }
}

/// The memberships that end.
///
/// An end is looked for between the date by which the cloud was last asked for an image and now, each time anew: a clock
/// that is set, an end that was slept through, and a date that comes twice all come out right without a timer to correct.
extension ImageLedger {
    /// The next date at which the cloud has to be asked for an image because a membership ends; nil where none does.
    var nextEnd: Date? { endingEntries.compactMap(\.nextEnd).min() }

    /// Returns the images of which a membership has ended since the cloud was last asked for them, sorted.
    func ended(at date: Date) -> [ImageID] {
        endingEntries.filter { ($0.nextEnd ?? .distantFuture) <= date }.map(\.desired.id).sorted()
    }

    /// Returns the memberships that end soon, the next one first.
    ///
    /// - Parameters:
    ///   - date: the date now.
    ///   - notice: the time from now within which they end.
    /// - Returns: the memberships.
    func expiring(at date: Date, within notice: Duration) -> [ExpiringMember] {
        let last = date.addingTimeInterval(notice.inSeconds)
        return endingEntries.flatMap { entry -> [ExpiringMember] in
            guard let first = entry.ends.first(where: { $0 > date }), first <= last else { return [] }
            return entry.desired.expiring(after: date, until: last)
        }.sorted()
    }

    /// Returns the first end of a membership after a date; nil where there is none.
    func firstEnd(after date: Date) -> Date? {
        endingEntries.compactMap { entry in entry.ends.first { $0 > date } }.min()
    }

    private var endingEntries: some Sequence<Entry> { ending.lazy.compactMap { entries[$0] } }
}

extension ImageLedger.Entry {
    /// The next end of a membership since the cloud was last asked for it.
    ///
    /// An image that was not asked for yet has its turn before it, and one that nobody may ask for has none.
    fileprivate var nextEnd: Date? {
        guard let askedAt, !isHeld else { return nil }
        return ends.first { $0 > askedAt }
    }

    /// The members that were wanted at the time for which the plan was made.
    var wanted: [DesiredMember] {
        guard !ends.isEmpty else { return desired.members }
        return desired.members.filter { desired.terms.members[$0.project]?.until?.isPast(at: plannedAt) != true }
    }
}
