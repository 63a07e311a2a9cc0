import Logging
import Manifests

/// Reads the manifest for a command, and tells a person of everything that is wrong with it.
struct ManifestReader {
    private static let mostShown = 100

    let standardError: StandardError
    /// Whether to compute what tells one content from another.
    var takesFingerprint = false
    /// How to compute what Git calls each file's content; nil where nobody asks.
    var blobHash: BlobHash?

    /// Loads the manifests; issues are told on standard error, each with its line and a caret.
    ///
    /// - Parameter paths: which manifests.
    /// - Returns: the manifests.
    /// - Throws: their errors, told already.
    func load(_ paths: [String]) throws(ManifestErrors) -> LoadedManifest {
        do {
            let manifest = try ManifestLoader(takesFingerprint: takesFingerprint, blobHash: blobHash).load(paths)
            tell(manifest.warnings, omitted: manifest.omittedWarnings)
            return manifest
        } catch {
            tell(error.warnings, omitted: error.omittedWarnings)
            tell(error.errors, omitted: error.omittedErrors)
            throw error
        }
    }

    private func tell(_ issues: [ManifestIssue], omitted: Int) {
        for issue in issues.prefix(Self.mostShown) {
            standardError.write(issue.text, as: issue.severity == .error ? .error : .warning)
        }
        let rest = omitted + max(0, issues.count - Self.mostShown)
        if rest > 0 { standardError.write("… and \(rest) more like these", as: .warning) }
    }
}
