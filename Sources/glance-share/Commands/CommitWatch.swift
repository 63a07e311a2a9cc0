import Host
import Manifests

/// The commit of the manifests that are being read: that of their work tree, if nothing moves it meanwhile.
///
/// Git changes the files of a work tree first and HEAD last. So a commit counts where it was the same before and after the
/// files were read, and Git was not at work.
struct CommitWatch {
    private let paths: [String]
    private let before: GitRevision?

    /// Begins to watch, before the manifests are read.
    init(_ paths: [String]) {
        self.paths = paths
        before = RunEnvironment.revision(of: paths)
    }

    /// How the loader has to hash what it reads, so that it can be compared with the commit; nil without one.
    var blobHash: BlobHash? { before?.blobHash }

    /// What there is to say once they were read.
    ///
    /// - Parameter blobs: each file that was read, with the hash that Git gives a file of its bytes.
    /// - Returns: the commit, marked where what was read is not what it has, nil where it is not sure; and whether Git is
    ///   changing the work tree.
    func end(reading blobs: [String: String]) -> (commit: String?, isInChange: Bool) {
        let after = RunEnvironment.revision(of: paths)
        let isInChange = before?.isInChange == true || after?.isInChange == true || before?.commit != after?.commit
        return (isInChange ? nil : after?.name(reading: paths, blobs: blobs), isInChange)
    }
}
