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

    private static func print(_ issues: [ManifestIssue], omitted: Int, to standardError: StandardError) {
        for issue in issues.prefix(mostPrinted) {
            standardError.write(issue.text, as: issue.severity == .error ? .error : .warning)
        }
        let rest = omitted + max(0, issues.count - mostPrinted)
        if rest > 0 { standardError.write("… and \(rest) more like these", as: .warning) }
    }
}
