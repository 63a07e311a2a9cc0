import Host
import Logging
import Manifests
import Text

/// The commit of the manifests that are being read: that of their work tree, if nothing moves it meanwhile.
///
/// Git changes the files of a work tree first and HEAD last. So a commit is settled where it was the same before and after
/// the files were read, and Git was not at work.
struct RevisionCheck {
    private let paths: [String]
    private let before: GitRevision?

    /// Begins the check, before the manifests are read.
    init(_ paths: [String]) {
        self.paths = paths
        before = RunEnvironment.revision(of: paths)
    }

    /// The hash that the loader has to make of what it reads, so that it can be compared with the commit; nil without one.
    var blobHash: BlobHash? { before?.blobHash }

    /// Ends the check, after the manifests were read.
    ///
    /// - Parameter blobs: each file that was read, with the hash that Git gives a file of its bytes.
    /// - Returns: the origin of what was read.
    func end(reading blobs: [String: String]) -> Origin {
        let after = RunEnvironment.revision(of: paths)
        let lock = before?.lock ?? after?.lock
        let isInChange = lock != nil || before?.commit != after?.commit
        let comparison = after?.compare(reading: paths, blobs: blobs, isManifest: ManifestLoader.isManifest)
        return Origin(
            commit: comparison?.name, isInChange: isInChange, lock: lock,
            missing: isInChange ? [] : comparison?.missing ?? [])
    }

    /// The origin of what was read.
    struct Origin {
        /// The commit, marked where what was read is not what it has; nil without one.
        ///
        /// While Git is changing the work tree, too: whoever goes on regardless says what it went on with.
        let commit: String?
        /// True while Git is changing the work tree.
        let isInChange: Bool
        /// The lock by which it shows; nil where HEAD has moved meanwhile.
        let lock: String?
        /// The files that the commit has and that are there no more.
        let missing: [String]

        /// Tells a manifest what it may lack.
        func mark(_ manifest: inout Manifest) {
            (manifest.missingFiles, manifest.isInChange) = (missing, isInChange)
        }
    }
}

extension GitRevision {
    /// The hash that names a file in this repository.
    fileprivate var blobHash: BlobHash { commit.utf8.count == 40 ? .sha1 : .sha256 }
}

extension StandardError {
    /// Warns of manifests that a commit has, and that are there no more.
    func warn(ofMissing files: [String], in commit: String?) {
        for file in files.prefix(MissingFiles.mostShown) {
            write(
                "\(file.escapedForDisplay): warning: it is in commit \((commit ?? "").prefix(12)) and not here: "
                    + MissingFiles.meaning, as: .warning)
        }
        if let more = MissingFiles.more(than: files) { write(more, as: .warning) }
    }
}
