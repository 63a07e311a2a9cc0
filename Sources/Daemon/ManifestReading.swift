package import ImageSharing
package import Manifests

/// The manifest as it can be read again and again, the cheapest way first.
package protocol ManifestReading: Sendable {
    /// Returns a text that is another one where files were touched, without opening any; nil where it cannot be relied on.
    func stamp() async -> String?
    /// Returns the identity of the content, without decoding it.
    func identity() async -> ManifestIdentity
    /// Returns the content, good or not.
    func read() async -> ManifestVersion
    /// Forgets all that is known of the files: the next look reads each, touched or not.
    func forget() async
}

extension ManifestReading {
    /// Forgets nothing, where nothing is known.
    package func forget() {}
}

/// A manifest as it was read at one moment, good or not.
package struct ManifestVersion: Sendable, Equatable {
    /// The manifest; nil where something is wrong with it.
    let manifest: Manifest?
    /// The problems of the manifest.
    let problems: [Problem]
    /// The identity of what was read.
    let identity: ManifestIdentity

    /// Makes a version.
    package init(_ manifest: Manifest?, problems: [Problem], identity: ManifestIdentity) {
        self.manifest = manifest
        self.problems = problems
        self.identity = identity
    }
}

/// The facts by which one state of a manifest is told from another.
package struct ManifestIdentity: Sendable, Equatable {
    /// The SHA-256 of the files, or of why they could not be read.
    let hash: String
    /// The files.
    let files: [String]
    /// The commit of the Git work tree that it lies in, marked where the content is not the commit's; nil without one.
    let commit: String?
    /// True while Git is changing the work tree.
    let isInChange: Bool
    /// The lock by which that shows; nil where it shows by something else.
    let lock: String?

    /// Makes an identity.
    package init(hash: String, files: [String], commit: String?, isInChange: Bool = false, lock: String? = nil) {
        self.hash = hash
        self.files = files
        self.commit = commit
        self.isInChange = isInChange
        self.lock = lock
    }

    /// Returns true if there is nothing new here for whoever knows `other`; while Git is at work, nobody knows the commit.
    func saysNothingNew(to other: ManifestIdentity) -> Bool {
        hash == other.hash && files == other.files && (isInChange || commit == other.commit)
    }
}
