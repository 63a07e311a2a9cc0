/// The images that a manifest names, as the cloud had them at one moment that is already past.
package struct CurrentState: Sendable, Equatable {
    /// The observations, by image.
    ///
    /// An image is absent where the run ended before it was looked at.
    package let observations: [ImageID: Observation]

    /// Makes a current state.
    package init(observations: [ImageID: Observation]) {
        self.observations = observations
    }
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

    /// Makes a member.
    package init(project: ProjectID, status: MemberStatus) {
        self.project = project
        self.status = status
    }
}

/// A project's answer to the offer of an image.
///
/// It belongs to the project: this tool only shows it.
package struct MemberStatus: RawRepresentable, Hashable, Sendable {
    /// The status as the API spells it: `pending`, `accepted` or `rejected`.
    package let rawValue: String

    /// Takes a status as a cloud reports it.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Offered, not yet answered; the image is usable by its ID but not listed.
    package static let pending = MemberStatus(rawValue: "pending")
}
