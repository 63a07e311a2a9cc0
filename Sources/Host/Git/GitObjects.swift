import SystemPackage

/// The objects of a Git repository, read from its files (gitformat-pack(5), gitrepository-layout(5)).
///
/// No `git` is asked, so neither hooks nor filters of a repository that somebody else owns are run.
struct GitObjects {
    private let directories: [FilePath]
    private let packs: [GitPack]

    /// Opens the objects of a repository.
    ///
    /// - Parameters:
    ///   - common: the directory that all its work trees share.
    ///   - hashSize: the number of bytes of a hash.
    init(common: FilePath, hashSize: Int) {
        var directories = [common.appending("objects")]
        // A clone by reference has its objects elsewhere, and those may have theirs elsewhere again.
        for index in 0..<5 where index < directories.count {
            let directory = directories[index]
            let list = try? FileReader.text(
                of: directory.appending("info/alternates"), limit: 4096, from: .regularFiles)
            directories += (list ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { directory.pushing(FilePath(String($0))) }
        }
        self.directories = directories
        packs = directories.flatMap { GitPack.all(in: $0.appending("pack"), hashSize: hashSize) }
    }

    /// The object of a hash; nil where it is not here, or is damaged.
    func object(_ hash: GitHash) -> GitObject? {
        var deltas: [[UInt8]] = []
        var next = GitPack.Base.object(hash)
        // Git makes chains of 50 deltas, and of no more than 4095.
        while deltas.count <= 4095 {
            let entry: GitPack.Entry
            switch next {
            case .object(let hash):
                if let loose = loose(hash) { return Self.apply(deltas, to: loose) }
                guard let found = packs.lazy.compactMap({ $0.entry(of: hash) }).first else { return nil }
                entry = found
            case .offset(let offset, let pack):
                guard let found = pack.entry(at: offset) else { return nil }
                entry = found
            }
            switch entry {
            case .whole(let object): return Self.apply(deltas, to: object)
            case .delta(let delta, let base):
                deltas.append(delta)
                next = base
            }
        }
        return nil
    }

    private func loose(_ hash: GitHash) -> GitObject? {
        let name = hash.description
        for directory in directories {
            let file = directory.appending("\(name.prefix(2))/\(name.dropFirst(2))")
            guard let packed = try? FileReader.bytes(of: file, limit: GitObject.mostBytes, from: .regularFiles),
                let text = ZlibText.unpacked(packed, limit: GitObject.mostBytes), let end = text.firstIndex(of: 0)
            else { continue }
            // `commit 123`, a zero, and the content.
            let parts = String(decoding: text[..<end], as: UTF8.self).split(separator: " ")
            let content = Array(text[(end + 1)...])
            guard parts.count == 2, Int(parts[1]) == content.count else { return nil }
            switch parts[0] {
            case "commit": return GitObject(kind: .commit, content: content)
            case "tree": return GitObject(kind: .tree, content: content)
            case "tag": return GitObject(kind: .tag, content: content)
            default: return GitObject(kind: .blob, content: content)
            }
        }
        return nil
    }

    private static func apply(_ deltas: [[UInt8]], to base: GitObject) -> GitObject? {
        var content = base.content
        for delta in deltas.reversed() {
            guard let changed = GitDelta.apply(delta, to: content, limit: GitObject.mostBytes) else { return nil }
            content = changed
        }
        return GitObject(kind: base.kind, content: content)
    }
}
