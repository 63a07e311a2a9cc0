package import ImageSharing

/// Manifests without errors, and what they ask for together.
package struct LoadedManifest: Sendable {
    /// The images and members that the manifests ask for, as they are written.
    package var manifest: Manifest
    /// The images and members that the manifests ask for without anybody being asked.
    package private(set) var desired: DesiredState
    /// The files that were read, as the user would name them, in order.
    package let files: [String]
    /// The places that are allowed but look like a mistake, in the order of the files.
    package let warnings: [ManifestIssue]
    /// The number of warnings beyond those.
    package let omittedWarnings: Int
    /// Each file that was read, with the hash that Git gives a file of its bytes, where the loader was asked for it.
    package let blobs: [String: String]
    /// The SHA-256 of what was read, where the loader was asked for it: of the file if there is one, as `sha256sum` has it.
    package let fingerprint: String?

    /// The same, of which a part of the images is looked after; it has no mistakes in the others either.
    ///
    /// - Parameter shard: the part; nil for all.
    /// - Returns: the manifests of that part.
    package func limited(to shard: Shard?) -> LoadedManifest {
        guard let shard else { return self }
        var limited = self
        limited.manifest.shard = shard
        limited.desired = limited.manifest.resolve(CloudAnswers())
        return limited
    }
}
