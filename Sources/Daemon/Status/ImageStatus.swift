package import FoundationEssentials
package import ImageSharing

/// One image as the daemon knows it.
package struct ImageStatus: Sendable, Equatable {
    /// The state of an image.
    package enum State: String, Sendable, CaseIterable {
        /// Not observed yet.
        case unknown
        /// Every wanted member is there.
        case inSync = "in_sync"
        /// Every wanted member is there, and not all else is done that is asked for: somebody is there whom the manifest
        /// takes away, or could not be accepted.
        case unfinished
        /// Members are missing (a dry run, or a run that ended early).
        case missing
        /// Something is wrong; it is left alone until `retryAt`.
        case backedOff = "backed_off"
        /// The cloud could not say how it stands when it was last asked; what is known of it is older.
        case unreadable
    }

    /// One project of an image.
    package struct Member: Sendable, Equatable {
        /// The project.
        package var project: ProjectID
        /// True if the manifest asks for it.
        package var isWanted: Bool
        /// True if the cloud has it.
        package var isPresent: Bool
        /// True if the manifest takes it away.
        package var isTakenAway: Bool

        /// Makes a member.
        package init(project: ProjectID, isWanted: Bool, isPresent: Bool, isTakenAway: Bool = false) {
            self.isTakenAway = isTakenAway
            self.project = project
            self.isWanted = isWanted
            self.isPresent = isPresent
        }
    }

    /// The image.
    package var image: ImageID
    /// The place where the manifest names it.
    package var source: SourceLocation
    /// The manifest's text about the image, as it is written.
    package var description: String?
    /// The image's name in the cloud, where that was asked, as it is.
    package var name: String?
    /// The names of the sets that have found it, sorted.
    package var sets: [String] = []
    /// The state that it is in.
    package var state: State
    /// Wanted and unmanaged members, and those that are taken away, sorted by project.
    package var members: [Member] = []
    /// The members that the manifest takes away and that are still there, sorted by project.
    package var removals: [RemovalStatus] = []
    /// The wanted members that have declined the image, sorted.
    package var rejected: [ProjectID] = []
    /// The next end of a membership, as of the last observation; nil where none ends.
    package var nextExpiry: Expiry?
    /// The problem that it has, if it has one.
    package var problem: Problem?
    /// The warnings: what wants attention although nothing failed because of it.
    package var warnings: [Warning] = []
    /// The moment when the cloud last said how it stands.
    package var observedAt: Date?
    /// The moment until which it is left alone.
    package var retryAt: Date?

    /// Makes the status of an image that was not observed yet.
    package init(image: ImageID, source: SourceLocation, state: State = .unknown) {
        self.image = image
        self.source = source
        self.state = state
    }

    /// The text by which a person knows the image: the manifest's own, or its name in the cloud.
    package var label: String? { description ?? name }
}

extension [ImageStatus] {
    /// Returns the place of an image among sorted ones; where it is not there, that of the first one after it.
    package func place(of image: ImageID) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].image < image { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
