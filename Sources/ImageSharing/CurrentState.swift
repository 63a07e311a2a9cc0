/// The images that a manifest names, as the cloud had them at one moment that is already past.
package struct CurrentState: Sendable, Equatable {
    /// The observations, by image.
    ///
    /// An image is absent where the run ended before it was looked at.
    package let observations: [ImageID: Observation]
    /// The owners of those images from which somebody would be removed.
    package let ownerships: [ImageID: Ownership]

    /// Makes a current state.
    package init(observations: [ImageID: Observation], ownerships: [ImageID: Ownership] = [:]) {
        self.observations = observations
        self.ownerships = ownerships
    }
}

/// The knowledge of whose image it is: nobody is removed from one that is not known to be the token's project's own.
package enum Ownership: Sendable, Equatable {
    /// The image is the token's project's own.
    case own(ProjectID)
    /// It is another project's, or nobody's.
    case others(ProjectID?)
    /// It could not be found out.
    case unknown(Problem)
}

/// One image's members, as the cloud had them.
package enum Observation: Sendable, Equatable {
    /// The image's members. Real clouds hold duplicate rows, so this is to be read as a set.
    case members([ImageMember])
    /// The members could not be read, and why.
    case unreadable(Problem)
}

/// A project that an image is shared with, as the cloud reports it.
package struct ImageMember: Hashable, Sendable {
    /// The project.
    package let project: ProjectID
    /// The project's answer to the offer.
    package let status: MemberStatus
    /// The time of the row's last change (RFC 3339, UTC), as Glance writes it: that of the answer, where there is one.
    package let since: String?

    /// Makes a member.
    package init(project: ProjectID, status: MemberStatus, since: String? = nil) {
        self.project = project
        self.status = status
        self.since = since
    }
}

/// A project's answer to the offer of an image.
///
/// It belongs to the project: another answer than `pending` is never overruled.
package struct MemberStatus: RawRepresentable, Hashable, Sendable {
    /// The status as the API spells it: `pending`, `accepted` or `rejected`.
    package let rawValue: String

    /// Takes a status as a cloud reports it.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Offered, not yet answered; the image is usable by its ID but not listed.
    package static let pending = MemberStatus(rawValue: "pending")
    /// Accepted: the image is in the project's list.
    package static let accepted = MemberStatus(rawValue: "accepted")
    /// Declined: the image is usable by its ID all the same.
    package static let rejected = MemberStatus(rawValue: "rejected")
}
