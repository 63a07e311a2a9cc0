import Text
import CRelease
import Manifests

extension GlanceShare {
    /// The program's version, as `--version`, the JSON results and the User-Agent say it.
    static let version = "0.1.0"

    /// What `--version` says: the version, the commit that was built, and which manifests and results it stands for.
    static var release: String {
        let commit = unsafe String(cString: release_commit())
        return """
            glance-share \(version) (\(commit.isEmpty ? "development build" : "commit \(commit)"))
            manifest version \(ManifestLoader.version), result format version \(JSONWriter.formatVersion)
            """
    }
}
