package import FoundationEssentials

/// A run over all images that is paced over the interval, and has not come to its end.
package struct SweepStatus: Sendable, Equatable {
    /// The moment when it began.
    package let startedAt: Date
    /// The moment when its last images are due.
    package let endsAt: Date
    /// The number of images that had their turn.
    package let imagesDone: Int
    /// The number of all its images.
    package let images: Int

    /// Makes a sweep's status.
    package init(startedAt: Date, endsAt: Date, imagesDone: Int, images: Int) {
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.imagesDone = imagesDone
        self.images = images
    }
}
