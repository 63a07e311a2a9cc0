package import ImageSharing

/// Something that happened during a run, for whoever watches it.
package enum RunEvent: Sendable {
    /// An image's members were read, or could not be.
    case observed(ImageID, Problem?)
    /// An addition has ended.
    case settled(Outcome, Problem?)
    /// A look at an image showed something that wants attention and is no failure.
    case warned(Warning)
    /// An image is left alone for a while, why, and how often in a row that makes it.
    case backedOff(ImageID, Problem, attempt: Int, wait: Duration)
}
