import Daemon

/// The standing of a project with an image, in the order in which they are shown: removals come first.
enum MemberStanding: String, CaseIterable {
    /// There, and taken away by the manifest.
    case toRemove = "to_remove"
    /// Wanted, and not there.
    case missing
    /// Wanted, and there.
    case present
    /// There, and not wanted: shown and left alone.
    case unmanaged
    /// Wanted; nobody has looked yet, or the cloud could not say.
    case notChecked = "not_checked"

    /// The standings in the order of their names.
    static let byName = allCases.sorted { $0.rawValue < $1.rawValue }
}

extension ImageStatus {
    /// Returns the standing of `member` with this image.
    func standing(of member: Member) -> MemberStanding {
        if member.isTakenAway { return .toRemove }
        if member.isPresent { return member.isWanted ? .present : .unmanaged }
        return state == .unknown || observedAt == nil ? .notChecked : .missing
    }
}

/// The counts that the page, `status.json` and the metrics agree on.
struct StatusTally: Equatable {
    /// Images by state.
    private var images: [ImageStatus.State: Int] = [:]
    /// Members by standing.
    private var members: [MemberStanding: Int] = [:]
    /// Removals that are not done, by standing.
    private var removals: [RemovalStatus.Standing: Int] = [:]

    /// Counts some images.
    init(_ images: [ImageStatus]) {
        var present = 0
        for image in images {
            self.images[image.state, default: 0] += 1
            for removal in image.removals { removals[removal.standing, default: 0] += 1 }
            for member in image.members {
                let standing = image.standing(of: member)
                // Nearly all are, and there can be a million.
                if standing == .present { present += 1 } else { members[standing, default: 0] += 1 }
            }
        }
        if present > 0 { members[.present] = present }
    }

    /// The number of images.
    var imageCount: Int { images.values.reduce(0, +) }

    /// The number of members that the manifest asks for.
    var desired: Int { members(.missing) + members(.present) + members(.notChecked) }

    /// Returns the number of images in a state.
    func images(_ state: ImageStatus.State) -> Int { images[state] ?? 0 }

    /// Returns the number of members in a standing.
    func members(_ standing: MemberStanding) -> Int { members[standing] ?? 0 }

    /// Returns the number of removals in a standing.
    func removals(_ standing: RemovalStatus.Standing) -> Int { removals[standing] ?? 0 }
}
