import CRelease
import Manifests

/// The versions that this program is and writes.
enum Release {
    /// The program's version, as `--version`, the JSON results and the User-Agent have it.
    static let version = "0.1.0"

    /// The version of the JSON results' form: what is added to it changes nothing of it.
    static let resultFormatVersion = 1

    /// The answer to `--version`: the version, the commit that was built, and the manifests and results that it knows.
    static var description: String {
        let commit = unsafe String(cString: release_commit())
        return """
            glance-share \(version) (\(commit.isEmpty ? "development build" : "commit \(commit)"))
            manifest version \(ManifestLoader.version), result format version \(resultFormatVersion)
            """
    }
}
