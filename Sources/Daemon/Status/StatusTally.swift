/// How a project stands with an image.
package enum MemberStanding: String, CaseIterable {
    /// Wanted, and not there.
    case missing
    /// Wanted, and there.
    case present
    /// There, and not wanted: shown and left alone.
    case unmanaged
    /// Wanted; nobody has looked yet, or the cloud could not say.
    case notChecked = "not_checked"
}

extension ImageStatus {
    /// How `member` stands with this image.
    package func standing(of member: Member) -> MemberStanding {
        if member.isPresent { return member.isWanted ? .present : .unmanaged }
        return state == .unknown || observedAt == nil ? .notChecked : .missing
    }
}

/// The counts that the page, `status.json` and the metrics agree on.
package struct StatusTally: Equatable {
    /// How many images stand how.
    private var images: [ImageStatus.State: Int] = [:]
    /// How many projects stand how with their image.
    private var members: [MemberStanding: Int] = [:]

    /// Counts some images.
    package init(_ images: [ImageStatus]) {
        for image in images {
            self.images[image.state, default: 0] += 1
            for member in image.members { members[image.standing(of: member), default: 0] += 1 }
        }
    }

    /// How many images there are.
    package var imageCount: Int { images.values.reduce(0, +) }

    /// How many members the manifest asks for.
    package var desired: Int { members(.missing) + members(.present) + members(.notChecked) }

    /// How many images are in a state.
    package func images(_ state: ImageStatus.State) -> Int { images[state] ?? 0 }

    /// How many members are in a standing.
    package func members(_ standing: MemberStanding) -> Int { members[standing] ?? 0 }
}
