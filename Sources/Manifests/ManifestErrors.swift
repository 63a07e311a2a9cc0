package import ImageSharing

/// Everything that is wrong with the manifests of a run.
package struct ManifestErrors: Error, Hashable, Sendable {
    /// The errors in the order of the files, at least one and at most a thousand.
    package let errors: [ManifestIssue]
    /// How many more errors there are.
    package let omittedErrors: Int
    /// The warnings in the order of the files.
    package let warnings: [ManifestIssue]
    /// How many more warnings there are.
    package let omittedWarnings: Int
    /// The SHA-256 of what was read, where the loader was asked for it.
    package let fingerprint: String?
    /// Each file that was read, with the hash that Git gives a file of its bytes, where the loader was asked for it.
    package let blobs: [String: String]

    /// The errors as problems of the report.
    package var problems: [Problem] { errors.map(\.problem) }
}

/// Manifests that are fine, and what they ask for.
package struct LoadedManifest: Sendable {
    /// What the manifests ask for.
    package let desired: DesiredState
    /// The files that were read, as the user would name them, in order.
    package let files: [String]
    /// What is allowed but looks like a slip, in the order of the files.
    package let warnings: [ManifestIssue]
    /// How many more warnings there are.
    package let omittedWarnings: Int
    /// Each file that was read, with the hash that Git gives a file of its bytes, where the loader was asked for it.
    package let blobs: [String: String]
    /// The SHA-256 of what was read, where the loader was asked for it: of the file if there is one, as `sha256sum` has it.
    package let fingerprint: String?
}
