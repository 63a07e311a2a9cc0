package import FoundationEssentials
package import ImageSharing

/// The manifest in force, and what is wrong with a newer one.
package struct ManifestStatus: Sendable, Equatable {
    /// The moment when it was loaded; nil before there was a good one.
    package var loadedAt: Date?
    /// The SHA-256 of its content, in hexadecimal digits.
    package var hash: String?
    /// The commit of the Git work tree that it lies in.
    package var commit: String?
    /// The files, as the user named them.
    package var files: [String] = []
    /// The problems of the newest content; empty where that is what is in force.
    package var problems: [Problem] = []
    /// The files that are gone, and the manifest that asks for nothing any more: nobody is removed because of it.
    package var losses: [ManifestLoss] = []
    /// The wait for Git, while there is something new that is not taken, or somebody to remove, until it is done.
    package var waitsForGit: GitWait?

    /// Makes the status of a manifest that was not loaded yet.
    package init() {}
}

/// A wait for Git, which is changing the manifest's work tree.
package struct GitWait: Sendable, Equatable {
    /// The lock of Git that is there; nil where it shows by something else.
    package let lock: String?
    /// The moment when it was first seen.
    package let since: Date

    /// Makes a wait.
    package init(lock: String?, since: Date) {
        self.lock = lock
        self.since = since
    }
}

/// A file of the manifest that is gone, or a manifest that has come to ask for nothing.
package struct ManifestLoss: Sendable, Equatable {
    /// The file; nil for the manifest as a whole.
    package let file: String?
    /// The number of images that it asked for and that nobody looks after any more.
    package let images: Int
    /// The moment when it was found out.
    package let since: Date

    /// Makes a loss.
    package init(of file: String?, images: Int, since: Date) {
        self.file = file
        self.images = images
        self.since = since
    }
}
