import Glibc
package import SystemPackage

/// The system calls that SystemPackage has not.
package enum SystemCalls {
    /// Locks a whole file without waiting (flock(2)), for this open file alone or for all that share it; the lock goes with
    /// the open file.
    static func lock(_ descriptor: FileDescriptor, isShared: Bool = false) throws(Errno) {
        try repeating { flock(descriptor.rawValue, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) }
    }

    /// Gives the lock back, also where another descriptor has the same open file.
    static func unlock(_ descriptor: FileDescriptor) throws(Errno) {
        try repeating { flock(descriptor.rawValue, LOCK_UN) }
    }

    /// Waits until what was written is on the disk (fsync(2)).
    static func synchronize(_ descriptor: FileDescriptor) throws(Errno) {
        try repeating { fsync(descriptor.rawValue) }
    }

    /// Waits until a directory's entries are on the disk.
    static func synchronize(directory: FilePath) throws {
        let descriptor = try FileDescriptor.open(directory, .readOnly, options: [.directory, .closeOnExec])
        try descriptor.closeAfter { try synchronize(descriptor) }
    }

    /// Sets a file's mode, whatever the umask is (fchmod(2)).
    static func setPermissions(_ permissions: FilePermissions, of descriptor: FileDescriptor) throws(Errno) {
        try repeating { fchmod(descriptor.rawValue, permissions.rawValue) }
    }

    /// Gives a file the owner and the group of another (fchown(2)).
    static func setOwner(like other: Stat, of descriptor: FileDescriptor) throws(Errno) {
        let own = try Stat(descriptor)
        guard own.userID != other.userID || own.groupID != other.groupID else { return }
        try repeating { fchown(descriptor.rawValue, other.userID.rawValue, other.groupID.rawValue) }
    }

    /// Returns true if this process may write a file, or make files in a directory (faccessat(2)).
    static func mayWrite(_ path: FilePath) -> Bool {
        unsafe faccessat(AT_FDCWD, path.string, W_OK, AT_EACCESS) == 0
    }

    /// Returns true if a descriptor is open, and open for writing (fcntl(2)).
    package static func isWritable(_ descriptor: FileDescriptor) -> Bool {
        let flags = fcntl(descriptor.rawValue, F_GETFL)
        return flags >= 0 && flags & O_ACCMODE != O_RDONLY
    }

    /// Puts one file in the place of another, in one step (rename(2)).
    static func rename(_ source: FilePath, to target: FilePath) throws(Errno) {
        try repeating { unsafe systemRename(source.string, target.string) }
    }

    /// Removes a file (unlink(2)).
    package static func remove(_ path: FilePath) throws(Errno) {
        try repeating { unsafe unlink(path.string) }
    }

    /// The path without symbolic links and dot segments (realpath(3)); nil where there is no such file.
    package static func realPath(_ path: FilePath) -> FilePath? {
        guard let resolved = unsafe realpath(path.string, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe FilePath(platformString: resolved)
    }

    /// The time of `CLOCK_MONOTONIC`, by which systemd goes (clock_gettime(2)).
    static func monotonicTime() -> Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static func repeating(_ call: () -> Int32) throws(Errno) {
        while call() != 0 {
            let number = Errno(rawValue: errno)
            if number != .interrupted { throw number }
        }
    }
}

/// `rename(2)`, which the function above hides.
private func systemRename(_ source: UnsafePointer<CChar>, _ target: UnsafePointer<CChar>) -> Int32 {
    unsafe rename(source, target)
}
