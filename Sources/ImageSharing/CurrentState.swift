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
