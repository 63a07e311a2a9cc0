internal import Glibc
internal import SystemPackage

/// The facts by which the file system tells one state of a file from any other; of a link, those of what it leads to.
///
/// The time of the last status change counts too, which nobody can set back, as `cp -p` and `rsync -t` do with the other.
struct FileIdentity: Hashable, Sendable {
    /// A moment as the file system has it.
    struct Time: Hashable, Sendable {
        /// Seconds since 1970.
        let seconds: Int
        let nanoseconds: Int
    }

    let device: UInt64
    let inode: UInt64
    /// The size in bytes.
    let size: Int64
    /// The time of the last change of the content.
    let modified: Time
    /// The time of the last change of the content, the name or the permissions.
    let changed: Time

    /// The age, in seconds, from which on the newest change cannot have the time of the next one: kernels count in
    /// milliseconds, file servers and old file systems in one or two seconds.
    static let granularity = 3

    /// The newer of its times, in seconds since 1970.
    var newest: Int { max(modified.seconds, changed.seconds) }

    /// Compares the newest change with the time: too young a change could be followed by one of the same time.
    ///
    /// - Parameter now: the time, in seconds since 1970.
    /// - Returns: true if the identity alone tells the file from a changed one.
    func isReliable(at now: Double) -> Bool { now - Double(newest) > Double(Self.granularity) }
}

extension FileIdentity {
    /// Takes the identity from a file's status.
    init(_ status: Stat) {
        let status = status.rawValue
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Time(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        changed = Time(seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    /// Asks for the identity of the file that a path leads to.
    ///
    /// - Throws: why there is none.
    init(of path: String) throws(Errno) { self.init(try Stat(FilePath(path))) }
}
