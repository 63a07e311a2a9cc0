import SystemPackage

/// The directory with a work tree's state (gitrepository-layout(5)).
struct GitDirectory {
    /// The result of a search where a work tree may begin.
    enum Finding {
        case here(GitDirectory)
        /// There is one, and it leads nowhere.
        case broken
        case none
    }

    /// The directory of this work tree alone, with `HEAD`.
    let path: FilePath
    /// The directory that all work trees of the repository share, with the branches.
    let common: FilePath

    /// The most bytes of a file with one line in it.
    static let mostBytes = 4096

    /// Finds `.git`: a directory, or a file that names one, as linked work trees and submodules have it.
    static func find(in workTree: FilePath) -> Finding {
        let entry = workTree.appending(".git")
        guard let type = (try? Stat(entry))?.type else { return .none }
        if type == .directory {
            // Git passes over a `.git` without HEAD, and goes on above.
            guard (try? Stat(entry.appending("HEAD"), followTargetSymlink: false)) != nil else { return .none }
            return .here(GitDirectory(entry))
        }
        guard let target = line(of: entry)?.value(after: "gitdir:"), !target.isEmpty else { return .broken }
        return .here(GitDirectory(workTree.pushing(FilePath(target))))
    }

    private init(_ path: FilePath) {
        self.path = path
        let shared = Self.line(of: path.appending("commondir"))
        common = shared.map { path.pushing(FilePath($0)) } ?? path
    }

    /// The commit of HEAD; nil on a branch without one, and where anything is not as it should be.
    var headCommit: String? {
        guard var text = Self.line(of: path.appending("HEAD")) else { return nil }
        // Git itself follows no longer chains of symbolic refs.
        for _ in 0..<5 {
            guard let name = text.value(after: "ref:") else { return GitHash.isHash(text) ? text : nil }
            guard let reference = GitReference(name) else { return nil }
            if let loose = Self.line(of: path.appending(reference.name)) {
                text = loose
            } else if let loose = Self.line(of: common.appending(reference.name)) {
                text = loose
            } else {
                return GitPackedRefs.commit(of: reference, in: common.appending("packed-refs"))
            }
        }
        return nil
    }

    /// The only line of a small file.
    private static func line(of path: FilePath) -> String? {
        guard let text = try? FileReader.text(of: path, limit: mostBytes, from: .regularFiles) else { return nil }
        let line = text.prefix { !$0.isNewline }
        return line.utf8.contains(0) ? nil : String(line)
    }
}

extension String {
    /// The text after a keyword and its blanks.
    fileprivate func value(after keyword: String) -> String? {
        guard hasPrefix(keyword) else { return nil }
        return String(dropFirst(keyword.count).drop { $0 == " " || $0 == "\t" })
    }
}

/// The name of a branch or tag, such as `refs/heads/main`, that leads nowhere but below `refs/`.
private struct GitReference {
    /// The name.
    let name: String

    /// Takes a name by the rules of git-check-ref-format(1) that keep it inside the repository.
    init?(_ name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0] == "refs", !name.utf8.contains(0) else { return nil }
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("..") }) else { return nil }
        self.name = name
    }
}

/// The file in which Git keeps the refs that have no file of their own.
private enum GitPackedRefs {
    /// The most bytes; a repository with a hundred thousand refs has about eight millions.
    static let mostBytes = 16 << 20

    /// The commit of a ref; nil where the file has it not.
    static func commit(of reference: GitReference, in path: FilePath) -> String? {
        guard let bytes = try? FileReader.bytes(of: path, limit: mostBytes, from: .regularFiles) else { return nil }
        let name = Array(reference.name.utf8)
        // A line is a hash, a space and a name; `#` begins the header, `^` what an annotated tag stands for.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let space = line.firstIndex(of: UInt8(ascii: " ")), line[(space + 1)...].elementsEqual(name) else {
                continue
            }
            let hash = String(decoding: line[..<space], as: UTF8.self)
            if GitHash.isHash(hash) { return hash }
        }
        return nil
    }
}
