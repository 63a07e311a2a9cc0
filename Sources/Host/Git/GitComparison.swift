import SystemPackage

/// The comparison of what was read with a commit.
package struct GitComparison: Equatable, Sendable {
    /// The name of the commit as the origin of what was read: its hash alone only where every byte is the commit's.
    ///
    /// It ends in `+dirty` where a file differs from the commit's, is not in it, or is missing; and in `+unverified` where
    /// nobody can know it, because the repository has not got the objects, as in a partial clone.
    package let name: String
    /// The files that the commit has below the directories that were to be read, and that are there no more, sorted.
    package let missing: [String]
}

extension GitRevision {
    /// Compares what was read with the commit.
    ///
    /// - Parameters:
    ///   - paths: the files and directories that were to be read.
    ///   - blobs: each file that was read, with the hash that Git gives a file of its bytes.
    ///   - isManifest: true for the name of a file that is read where it is found in a directory.
    /// - Returns: the comparison.
    package func compare(
        reading paths: [String], blobs: [String: String], isManifest: (String) -> Bool
    ) -> GitComparison {
        guard let hash = GitHash(commit),
            let tree = GitTree(of: hash, in: GitObjects(common: common, hashSize: hash.bytes.count)),
            let read = unchanged(blobs, in: tree), let left = committed(tree, paths, isManifest)
        else { return GitComparison(name: commit + "+unverified", missing: []) }
        let isSame = read.isAll && left.areComplete && left.files.allSatisfy { read.paths.contains($0.real ?? "") }
        return GitComparison(
            name: isSame ? commit : commit + "+dirty",
            missing: left.files.filter { $0.real == nil }.map(\.name).sorted())
    }

    /// The files that were read, by their real paths, as far as they are the commit's; nil where nobody can know it.
    private func unchanged(_ blobs: [String: String], in tree: GitTree) -> (paths: Set<String>, isAll: Bool)? {
        var read: Set<String> = []
        for (file, blob) in blobs {
            guard let path = SystemCalls.realPath(FilePath(file)), let names = names(of: path) else { continue }
            guard let finding = tree.find(names) else { return nil }
            if case .file(let hash) = finding, hash.description == blob { read.insert(path.string) }
        }
        return (read, read.count == blobs.count)
    }

    /// A file of the commit, by the name that a user would give it, and by its real path where it is there.
    private typealias CommittedFile = (name: String, real: String?)

    /// The files that the commit has below the directories of some paths; nil where nobody can know it.
    private func committed(
        _ tree: GitTree, _ paths: [String], _ isManifest: (String) -> Bool
    ) -> (files: [CommittedFile], areComplete: Bool)? {
        var (files, areComplete): ([CommittedFile], Bool) = ([], true)
        // A manifest that was removed and not committed is missed in a directory alone.
        for path in paths {
            guard path != "-", let real = SystemCalls.realPath(FilePath(path)), let names = names(of: real) else {
                areComplete = false
                continue
            }
            guard (try? Stat(real))?.type == .directory else { continue }
            guard let finding = tree.find(names) else { return nil }
            guard case .directory(let hash) = finding else {
                areComplete = false
                continue
            }
            guard let below = tree.files(below: hash, where: isManifest) else { return nil }
            for file in below {
                files.append(
                    (
                        FilePath(path).pushing(FilePath(file)).string,
                        SystemCalls.realPath(real.pushing(FilePath(file)))?.string
                    ))
            }
        }
        return (files, areComplete)
    }

    /// The names that lead from the work tree to a file; nil for one outside of it.
    private func names(of path: FilePath) -> [String]? {
        var path = path
        guard path.removePrefix(FilePath(workTree)) else { return nil }
        return path.components.map(\.string)
    }
}
