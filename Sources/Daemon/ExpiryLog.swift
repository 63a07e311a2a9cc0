import FoundationEssentials
import ImageSharing

/// A memory of the memberships that were logged to end soon, so that each is logged once, and once more when it is over.
struct ExpiryLog: Sendable {
    /// Memberships of one image that end together because of one line of the manifest.
    private struct Group: Hashable {
        let image: ImageID
        let source: SourceLocation
        let expiry: Expiry
        let reason: String?
    }

    private var open: [ExpiringMember] = []

    /// Records the memberships that end soon.
    ///
    /// - Parameters:
    ///   - expiring: the memberships that end soon, the next one first.
    ///   - now: the date.
    /// - Returns: those that are new, and those that are over; one that the manifest has prolonged, or dropped, is neither.
    mutating func record(
        _ expiring: [ExpiringMember], at now: Date
    ) -> (new: [[ExpiringMember]], over: [[ExpiringMember]]) {
        guard expiring != open else { return ([], []) }
        let (known, current) = (Set(open.map(Key.init)), Set(expiring.map(Key.init)))
        let new = expiring.filter { !known.contains(Key($0)) }
        let over = open.filter { !current.contains(Key($0)) && $0.expiry.isPast(at: now) }
        open = expiring
        return (Self.grouped(new), Self.grouped(over))
    }

    private struct Key: Hashable {
        let image: ImageID
        let project: ProjectID
        let end: Date

        init(_ membership: ExpiringMember) {
            image = membership.image
            project = membership.member.project
            end = membership.expiry.moment
        }
    }

    private static func grouped(_ memberships: [ExpiringMember]) -> [[ExpiringMember]] {
        let groups = Dictionary(grouping: memberships) {
            Group(image: $0.image, source: $0.member.source, expiry: $0.expiry, reason: $0.reason)
        }
        return groups.values.sorted { $0[0] < $1[0] }
    }
}
