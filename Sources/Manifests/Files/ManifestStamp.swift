internal import Glibc

/// The state of manifests as the file system has it: it changes with each change of a file, its name, or a link on the way to it.
///
/// The time of the last status change counts too, which nobody can set back, as `cp -p` and `rsync -t` do with the other.
package struct ManifestStamp: Sendable, Equatable {
    /// The state of each file, a line a file.
    package private(set) var text = ""
    /// The newest of the times, in seconds since 1970.
    private var newest = 0

    /// The age, in seconds, from which on the newest change cannot have the time of the next one: kernels count in
    /// milliseconds, file servers and old file systems in one or two seconds.
    private static let granularity = 3

    init(of found: [ManifestFiles.Found]) {
        for found in found {
            switch found {
            case .file(let path): add(path)
            case .nothing(let path, let error): text += "\(path)\t\(error.message)\n"
            }
        }
    }

    /// Compares the newest change with the time: too young a change could be followed by one of the same time.
    ///
    /// - Parameter now: the time, in seconds since 1970.
    /// - Returns: true if the stamp alone tells the files from changed ones.
    package func isReliable(at now: Double) -> Bool { now - Double(newest) > Double(Self.granularity) }

    private mutating func add(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            text += "\(path)\t\(errno)\n"
            return
        }
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        newest = max(newest, modified.tv_sec, changed.tv_sec)
        text += """
            \(path)\t\(status.st_dev)\t\(status.st_ino)\t\(status.st_size)\t\(modified.tv_sec).\(modified.tv_nsec)\t\
            \(changed.tv_sec).\(changed.tv_nsec)

            """
    }
}
