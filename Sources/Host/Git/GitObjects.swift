import SystemPackage

/// The objects of a Git repository, read from its files (gitformat-pack(5), gitrepository-layout(5)).
///
/// No `git` is asked, so neither hooks nor filters of a repository that somebody else owns are run.
struct GitObjects {
    /// What an object is; the numbers are those of packs.
    enum Kind: Int {
        case commit = 1
        case tree, blob, tag
    }

    /// An object: what it is, and its content.
    struct Object {
        let kind: Kind
        let content: [UInt8]
    }

    /// The most bytes of a commit or a tree.
    static let mostBytes = 32 << 20

    private let directories: [FilePath]
    private let packs: [GitPack]

    /// Opens the objects of a repository.
    ///
    /// - Parameters:
    ///   - common: what all its work trees share.
    ///   - hashSize: how many bytes a hash has.
    init(common: FilePath, hashSize: Int) {
        var directories = [common.appending("objects")]
        // A clone by reference has its objects elsewhere, and those may have theirs elsewhere again.
        for index in 0..<5 where index < directories.count {
            let directory = directories[index]
            let list = try? SmallFile.text(
                of: directory.appending("info/alternates"), limit: 4096, from: .regularFiles)
            directories += (list ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { directory.pushing(FilePath(String($0))) }
        }
        self.directories = directories
        packs = directories.flatMap { GitPack.all(in: $0.appending("pack"), hashSize: hashSize) }
    }

    /// The object of a hash; nil where it is not here, or is damaged.
    func object(_ hash: GitHash) -> Object? {
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

    private func loose(_ hash: GitHash) -> Object? {
        let name = hash.description
        for directory in directories {
            let file = directory.appending("\(name.prefix(2))/\(name.dropFirst(2))")
            guard let packed = try? SmallFile.bytes(of: file, limit: Self.mostBytes, from: .regularFiles),
                let text = ZlibText.unpacked(packed, limit: Self.mostBytes), let end = text.firstIndex(of: 0)
            else { continue }
            // `commit 123`, a zero, and the content.
            let words = String(decoding: text[..<end], as: UTF8.self).split(separator: " ")
            let content = Array(text[(end + 1)...])
            guard words.count == 2, Int(words[1]) == content.count else { return nil }
            switch words[0] {
            case "commit": return Object(kind: .commit, content: content)
            case "tree": return Object(kind: .tree, content: content)
            case "tag": return Object(kind: .tag, content: content)
            default: return Object(kind: .blob, content: content)
            }
        }
        return nil
    }

    private static func apply(_ deltas: [[UInt8]], to base: Object) -> Object? {
        var content = base.content
        for delta in deltas.reversed() {
            guard let changed = GitDelta.apply(delta, to: content, limit: mostBytes) else { return nil }
            content = changed
        }
        return Object(kind: base.kind, content: content)
    }
}
