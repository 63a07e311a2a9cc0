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
