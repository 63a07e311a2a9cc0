package import ImageSharing

/// All mistakes in the manifests of a run.
package struct ManifestErrors: Error, Hashable, Sendable {
    /// The errors in the order of the files, at least one and at most a thousand.
    package let errors: [ManifestIssue]
    /// The number of errors beyond those.
    package let omittedErrors: Int
    /// The warnings in the order of the files.
    package let warnings: [ManifestIssue]
    /// The number of warnings beyond those.
    package let omittedWarnings: Int
    /// The SHA-256 of what was read, where the loader was asked for it.
    package let fingerprint: String?
    /// Each file that was read, with the hash that Git gives a file of its bytes, where the loader was asked for it.
    package let blobs: [String: String]

    /// The errors as problems of the report.
    package var problems: [Problem] { errors.map(\.problem) }
}
