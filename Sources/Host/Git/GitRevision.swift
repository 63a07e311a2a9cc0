import SystemPackage

/// The commit that a Git work tree is at, read from its files.
///
/// No `git` is asked: it may not be installed, and refuses the work trees of other users, as a service with
/// `DynamicUser=yes` meets them.
package struct GitRevision: Equatable, Sendable {
    /// The commit's hash: 40 hexadecimal digits, or 64.
    package let commit: String
    /// The work tree's directory.
    let workTree: String
    /// The directory with the repository's objects.
    let common: FilePath
    /// The lock of the index, which Git holds while it changes the work tree, and moves HEAD last; nil where it is not there.
    package let lock: String?

    /// Finds the work tree that a file or a directory lies in.
    ///
    /// Symbolic links are followed first, as deployments by symbolic link have the work tree behind one.
    ///
    /// - Parameter path: the file or directory.
    package init?(containing path: String) {
        // A path with a zero in it names nothing.
        guard !path.utf8.contains(0), var directory = SystemCalls.realPath(FilePath(path)) else { return nil }
        if (try? Stat(directory))?.type != .directory { directory.removeLastComponent() }
        while true {
            switch GitDirectory.find(in: directory) {
            case .here(let git):
                guard let commit = git.headCommit else { return nil }
                self.commit = commit
                workTree = directory.string
                common = git.common
                let lock = (SystemCalls.realPath(git.path) ?? git.path).appending("index.lock")
                self.lock = (try? Stat(lock, followTargetSymlink: false)) == nil ? nil : lock.string
                return
            case .broken: return nil
            case .none: break
            }
            guard directory.removeLastComponent() else { return nil }
        }
    }
}
