/// The files of a commit.
struct GitTree {
    /// An entry of a directory.
    private struct Entry {
        let isDirectory: Bool
        let name: String
        let hash: GitHash
    }

    private let objects: GitObjects
    private let root: GitHash

    /// Finds the tree of a commit; nil where its object is not here.
    init?(of commit: GitHash, in objects: GitObjects) {
        guard let object = objects.object(commit), object.kind == .commit else { return nil }
        // Its first line is `tree` and the hash.
        let line = String(decoding: object.content.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard line.hasPrefix("tree "), let root = GitHash(String(line.dropFirst(5))) else { return nil }
        self.objects = objects
        self.root = root
    }

    /// The result of a search for a path in the commit.
    enum Finding {
        case file(GitHash)
        case directory(GitHash)
        case absent
    }

    /// Finds a path.
    ///
    /// - Parameter path: the names that lead there from the root; none for the root itself.
    /// - Returns: the result; nil where it cannot be known, because a tree is not here.
    func find(_ path: some Sequence<String>) -> Finding? {
        var finding = Finding.directory(root)
        for name in path {
            guard case .directory(let hash) = finding else { return .absent }
            guard let entries = entries(of: hash) else { return nil }
            guard let entry = entries.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return .absent }
            finding = entry.isDirectory ? .directory(entry.hash) : .file(entry.hash)
        }
        return finding
    }

    /// The files below a directory by their paths from there, hidden ones left out.
    ///
    /// - Parameters:
    ///   - directory: the tree.
    ///   - isWanted: true for the names of the files to find.
    /// - Returns: the paths; nil where a tree is not here.
    func files(below directory: GitHash, where isWanted: (String) -> Bool) -> [String]? {
        var files: [String] = []
        var open = [(path: "", hash: directory)]
        while let (path, hash) = open.popLast() {
            guard let entries = entries(of: hash) else { return nil }
            for entry in entries where !entry.name.hasPrefix(".") {
                if entry.isDirectory {
                    open.append((path + entry.name + "/", entry.hash))
                } else if isWanted(entry.name) {
                    files.append(path + entry.name)
                }
            }
        }
        return files
    }

    /// Reads a tree: entries of a mode, a space, a name, a zero, and the hash as bytes.
    private func entries(of tree: GitHash) -> [Entry]? {
        guard let object = objects.object(tree), object.kind == .tree else { return nil }
        var rest = object.content[...]
        var entries: [Entry] = []
        while !rest.isEmpty {
            guard let space = rest.firstIndex(of: UInt8(ascii: " ")), let zero = rest[space...].firstIndex(of: 0),
                rest.endIndex - zero > root.bytes.count
            else { return nil }
            let end = zero + 1 + root.bytes.count
            entries.append(
                Entry(
                    isDirectory: rest[..<space].elementsEqual("40000".utf8),
                    name: String(decoding: rest[(space + 1)..<zero], as: UTF8.self),
                    hash: GitHash(bytes: Array(rest[(zero + 1)..<end]))
                )
            )
            rest = rest[end...]
        }
        return entries
    }
}
