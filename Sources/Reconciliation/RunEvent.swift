package import ImageSharing

/// A part of a run, and how much there is to do in it.
package enum RunPhase: Sendable, Equatable {
    /// A token is asked for.
    case authorizing
    /// What the manifests name is looked up, with so many questions.
    case resolving(lookups: Int)
    /// The members of so many images are read.
    case reading(images: Int)
    /// The owners of so many images, from which somebody would be removed, are asked for.
    case checkingOwners(images: Int)
    /// So many changes are made to the members of so many images, which may all be additions.
    case writing(changes: Int, images: Int, onlyAdds: Bool = true)
    /// So many images that were written to are read once more.
    case verifying(images: Int)
}

/// Something that happened during a run, for whoever watches it.
package enum RunEvent: Sendable {
    /// The names, groups and sets of the manifests have been looked up: what they ask for is known.
    case resolved(DesiredState)
    /// A phase has begun.
    case began(RunPhase)
    /// An image's members were read, or could not be.
    case observed(ImageID, Problem?)
    /// A change has ended.
    case settled(Outcome, Problem?)
    /// A run has found something that wants attention and is no failure.
    case warned(Warning)
    /// An image is left alone for a while, why, and how often in a row that makes it.
    case backedOff(ImageID, Problem, attempt: Int, wait: Duration)
}
