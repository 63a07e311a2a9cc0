import FoundationEssentials
package import ImageSharing

/// A membership that ends soon.
package struct ExpiringMember: Sendable, Equatable {
    /// The image.
    package let image: ImageID
    /// The member, and the line that asks for it.
    package let member: DesiredMember
    /// The end.
    package let expiry: Expiry
    /// The reason for the membership, as it is written: escape it before showing it.
    package let reason: String?

    /// Makes a membership that ends.
    package init(image: ImageID, member: DesiredMember, expiry: Expiry, reason: String? = nil) {
        self.image = image
        self.member = member
        self.expiry = expiry
        self.reason = reason
    }
}

extension DesiredImage {
    /// The moments at which a membership of it ends, sorted, each once.
    var ends: [Date] { Set(terms.members.values.compactMap(\.until?.moment)).sorted() }

    /// Returns the memberships that end after a moment and until another one.
    func expiring(after now: Date, until last: Date) -> [ExpiringMember] {
        members.compactMap { member in
            guard let terms = terms.members[member.project], let expiry = terms.until, !expiry.isPast(at: now),
                expiry.isPast(at: last)
            else { return nil }
            return ExpiringMember(image: id, member: member, expiry: expiry, reason: terms.reason)
        }
    }
}

extension ExpiringMember: Comparable {
    /// The next one to end first.
    package static func < (one: ExpiringMember, other: ExpiringMember) -> Bool {
        (one.expiry, one.image, one.member.project) < (other.expiry, other.image, other.member.project)
    }
}
