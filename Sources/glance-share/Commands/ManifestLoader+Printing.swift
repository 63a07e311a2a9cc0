import Logging
import Manifests

extension ManifestLoader {
    private static let mostPrinted = 100

    /// Loads the manifests, and prints everything that is wrong with them, each issue with its line and a caret.
    ///
    /// - Parameters:
    ///   - paths: the manifests.
    ///   - standardError: the place where issues are printed.
    /// - Returns: the manifests.
    /// - Throws: their errors, printed already.
    func load(_ paths: [String], printingIssuesTo standardError: StandardError) throws(ManifestErrors) -> LoadedManifest
    {
        do {
            let manifest = try load(paths)
            Self.print(manifest.warnings, omitted: manifest.omittedWarnings, to: standardError)
            return manifest
        } catch {
            Self.print(error.warnings, omitted: error.omittedWarnings, to: standardError)
            Self.print(error.errors, omitted: error.omittedErrors, to: standardError)
            throw error
        }
    }

    /// Loads the manifests with what Git says of them, and prints everything that is wrong, and which files are gone.
    ///
    /// - Parameters:
    ///   - kinds: the kinds of file that are wanted.
    ///   - paths: the manifests.
    ///   - takesFingerprint: true if a hash of the contents is wanted.
    ///   - standardError: the place where issues are printed.
    /// - Returns: the manifests, which know what they may lack, and their commit, as a result names it.
    /// - Throws: their errors, printed already.
    static func load(
        _ kinds: Set<ManifestKind> = [.sharing], inWorkTree paths: [String], takesFingerprint: Bool = false,
        printingIssuesTo standardError: StandardError
    ) throws(ManifestErrors) -> (manifest: LoadedManifest, commit: String?) {
        let check = RevisionCheck(paths)
        var loaded = try ManifestLoader(of: kinds, takesFingerprint: takesFingerprint, blobHash: check.blobHash)
            .load(paths, printingIssuesTo: standardError)
        let origin = check.end(reading: loaded.blobs)
        standardError.warn(ofMissing: origin.missing, in: origin.commit)
        origin.mark(&loaded.manifest)
        return (loaded, origin.commit)
    }

    private static func print(_ issues: [ManifestIssue], omitted: Int, to standardError: StandardError) {
        for issue in issues.prefix(mostPrinted) {
            standardError.write(issue.text, as: issue.severity == .error ? .error : .warning)
        }
        let rest = omitted + max(0, issues.count - mostPrinted)
        if rest > 0 { standardError.write("… and \(rest) more like these", as: .warning) }
    }
}
