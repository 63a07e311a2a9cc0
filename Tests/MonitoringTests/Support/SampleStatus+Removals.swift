import Daemon
import FoundationEssentials

@testable import ImageSharing

extension SampleStatus {
    /// A line of a manifest.
    static let place = SourceLocation(file: "sharing.yaml", line: 9, column: 5)

    /// A daemon whose manifest takes away, of which not all was done.
    static func takingAway() throws -> DaemonStatus {
        var status = try healthy()
        var leaving = try image(3, .unfinished, present: 4)
        let removals: [(Int, Removal.Cause, RemovalStatus.Standing, HeldRemoval.Reason?)] = [
            (4, .revoked, .refused, nil),
            (5, .expired(Expiry(moment: start.addingTimeInterval(-100_000), text: "2026-02-28")), .held, nil),
            (6, .notListed, .held, .nobodyWanted),
        ]
        leaving.removals = removals.map { number, cause, standing, reason in
            RemovalStatus(
                Removal(
                    member: DesiredMember(project: project(number), source: place), cause: cause,
                    status: number == 6 ? .pending : .accepted, since: "2026-02-01T08:00:00Z"), standing,
                because: reason)
        }
        leaving.members += removals.map {
            .init(project: project($0.0), isWanted: false, isPresent: true, isTakenAway: true)
        }
        leaving.rejected = [project(3)]
        let expiry = Expiry(moment: start.addingTimeInterval(89_999), text: "2026-03-02")
        leaving.nextExpiry = expiry
        status.images.append(leaving)
        status.expiring = [
            ExpiringMember(
                image: try image(1), member: DesiredMember(project: project(2), source: place), expiry: expiry,
                reason: "ticket 4711")
        ]
        status.nextExpiry = expiry.moment
        status.manifest.losses = [ManifestLoss(of: "team-b.yaml", images: 3, since: start)]
        status.ticks[0].summary.remove = 7
        status.ticks[0].summary.removed = 4
        status.ticks[0].summary.held = 2
        status.ticks[0].verdict = .partial
        status.counters.changes[.removed] = 4
        status.counters.changes[.accepted] = 5
        return status
    }
}
