#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What the file system knows of manifests: it changes with each change of a file, its name, or a link on the way to it.
///
/// The time of the last status change counts too, which nobody can set back, as `cp -p` and `rsync -t` do with the other.
package struct ManifestStamp: Sendable, Equatable {
    /// What was found, a line a file.
    package private(set) var text = ""
    /// The newest of the times, in seconds since 1970.
    private var newest = 0

    /// How old the newest change has to be for the next one to be sure to have another time: kernels count in
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

    /// Whether the files can be told from changed ones by their stamp alone.
    ///
    /// - Parameter now: the time, in seconds since 1970.
    /// - Returns: whether they can.
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
