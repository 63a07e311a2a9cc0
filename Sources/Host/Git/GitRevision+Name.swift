import SystemPackage

extension GitRevision {
    /// The name of the commit as the origin of what was read: its hash alone only where every byte is the commit's.
    ///
    /// It ends in `+dirty` where a file differs from the commit's, is not in it, or is missing; and in `+unverified` where
    /// nobody can know it, because the repository has not got the objects, as in a partial clone.
    ///
    /// - Parameters:
    ///   - paths: the files and directories that were to be read.
    ///   - blobs: each file that was read, with the hash that Git gives a file of its bytes.
    ///   - isManifest: true for the name of a file that is read where it is found in a directory.
    /// - Returns: the name.
    package func name(
        reading paths: [String], blobs: [String: String], isManifest: (String) -> Bool
    ) -> String {
        guard let hash = GitHash(commit),
            let tree = GitTree(of: hash, in: GitObjects(common: common, hashSize: hash.bytes.count)),
            let isSame = isSame(tree, paths, blobs, isManifest)
        else { return commit + "+unverified" }
        return isSame ? commit : commit + "+dirty"
    }

    private func isSame(
        _ tree: GitTree, _ paths: [String], _ blobs: [String: String], _ isManifest: (String) -> Bool
    ) -> Bool? {
        var read: Set<String> = []
        for (file, blob) in blobs {
            guard let path = SystemCalls.realPath(FilePath(file)), let names = names(of: path) else { return false }
            guard let finding = tree.find(names) else { return nil }
            guard case .file(let hash) = finding, hash.description == blob else { return false }
            read.insert(path.string)
        }
        // A manifest that was removed and not committed is missed in a directory alone.
        for path in paths {
            guard path != "-", let real = SystemCalls.realPath(FilePath(path)), let names = names(of: real) else {
                return false
            }
            guard (try? Stat(real))?.type == .directory else { continue }
            guard let finding = tree.find(names) else { return nil }
            guard case .directory(let hash) = finding else { return false }
            guard let files = tree.files(below: hash, where: isManifest) else { return nil }
            for file in files {
                let path = SystemCalls.realPath(real.pushing(FilePath(file)))
                guard let path, read.contains(path.string) else { return false }
            }
        }
        return true
    }

    /// The names that lead from the work tree to a file; nil for one outside of it.
    private func names(of path: FilePath) -> [String]? {
        var path = path
        guard path.removePrefix(FilePath(workTree)) else { return nil }
        return path.components.map(\.string)
    }
}
