package import ImageSharing

/// The ways to look at a manifest, the cheapest first.
package struct ManifestAccess: Sendable {
    /// What tells files that were touched from files that were not, without their being opened; nil where it cannot be
    /// relied on.
    let stamp: @Sendable () async -> String?
    /// What tells one content from another, without its being understood.
    let identity: @Sendable () async -> ManifestIdentity
    /// The content, good or not.
    let read: @Sendable () async -> ManifestVersion

    /// Makes an access.
    package init(
        stamp: @escaping @Sendable () async -> String?, identity: @escaping @Sendable () async -> ManifestIdentity,
        read: @escaping @Sendable () async -> ManifestVersion
    ) {
        self.stamp = stamp
        self.identity = identity
        self.read = read
    }
}

/// What tells one state of a manifest from another.
package struct ManifestIdentity: Sendable, Equatable {
    /// The SHA-256 of the files, or of why they could not be read.
    package var hash: String
    /// The files.
    package var files: [String]
    /// The commit of the Git work tree that it lies in; nil where that is not sure.
    package var commit: String?
    /// Whether Git is changing the work tree.
    package var isInChange: Bool

    /// Makes an identity.
    package init(hash: String, files: [String], commit: String?, isInChange: Bool = false) {
        self.hash = hash
        self.files = files
        self.commit = commit
        self.isInChange = isInChange
    }

    /// Whether there is nothing new here for whoever knows `other`; while Git is at work, nobody knows the commit.
    func saysNothingNew(to other: ManifestIdentity) -> Bool {
        hash == other.hash && files == other.files && (isInChange || commit == other.commit)
    }
}

/// A manifest as it was read at one moment, good or not.
package struct ManifestVersion: Sendable, Equatable {
    /// What it asks for; nil where something is wrong with it.
    package var desired: DesiredState?
    /// What is wrong with it.
    package var problems: [Problem]
    /// What tells it from another version.
    package var identity: ManifestIdentity

    /// Makes a version.
    package init(desired: DesiredState?, problems: [Problem], identity: ManifestIdentity) {
        self.desired = desired
        self.problems = problems
        self.identity = identity
    }
}
