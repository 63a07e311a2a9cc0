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

    /// Makes the status of a manifest that was not loaded yet.
    package init() {}
}
