import SystemPackage

/// Where Git keeps a work tree's state (gitrepository-layout(5)).
struct GitDirectory {
    /// What was found where a work tree may begin.
    enum Finding {
        case here(GitDirectory)
        /// There is one, and it leads nowhere.
        case broken
        case none
    }

    /// What belongs to this work tree alone: `HEAD`.
    let path: FilePath
    /// What all work trees of the repository share: the branches.
    let common: FilePath

    /// The most bytes of a file with one line in it.
    static let mostBytes = 4096

    /// Looks for `.git`: a directory, or a file that names one, as linked work trees and submodules have it.
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
            guard let name = text.value(after: "ref:") else { return GitHash.isOne(text) ? text : nil }
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
        guard let text = try? SmallFile.text(of: path, limit: mostBytes, from: .regularFiles) else { return nil }
        let line = text.prefix { !$0.isNewline }
        return line.utf8.contains(0) ? nil : String(line)
    }
}

extension String {
    /// What follows a keyword and its blanks.
    fileprivate func value(after keyword: String) -> String? {
        guard hasPrefix(keyword) else { return nil }
        return String(dropFirst(keyword.count).drop { $0 == " " || $0 == "\t" })
    }
}
