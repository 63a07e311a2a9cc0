import FoundationEssentials
import ImageSharing
import Text

/// The memberships of a plan that end soon.
struct ExpiringMembers {
    /// A membership, and how long it still has.
    struct Entry {
        let image: ImagePlan
        let member: DesiredMember
        let expiry: Expiry
        /// The seconds that are left.
        let left: TimeInterval

        /// The time that is left: "ends in 9 days".
        var sentence: String {
            let (days, hours) = (Int(left / 86_400), Int(left / 3600))
            let time =
                days > 0 ? counted(days, "day") : hours > 0 ? counted(hours, "hour") : counted(Int(left / 60), "minute")
            return "ends in \(time)"
        }
    }

    /// The memberships, the next one to end first.
    let entries: [Entry]

    /// Finds those of a plan that end within `notice` of its moment.
    init(_ plan: Plan?, within notice: Duration) {
        guard let plan else {
            entries = []
            return
        }
        let last = plan.moment.addingTimeInterval(notice.inSeconds)
        let found = plan.images.flatMap { image in
            image.expiries.prefix { $0.expiry.moment <= last }.map {
                Entry(
                    image: image, member: $0.member, expiry: $0.expiry,
                    left: $0.expiry.moment.timeIntervalSince(plan.moment))
            }
        }
        entries = found.sorted {
            ($0.expiry, $0.image.image, $0.member.project) < ($1.expiry, $1.image.image, $1.member.project)
        }
    }
}
