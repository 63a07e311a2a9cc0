package import SystemPackage

/// Reads whole files, devices and pipes, and never waits for somebody who may never come.
package enum InputFile {
    /// Why there is nothing to read.
    package enum Failure: Error, Equatable, Sendable {
        /// The system's reason.
        case system(Errno)
        /// It is of a type that no text comes from: a directory, a block device, a socket; or a named pipe.
        ///
        /// Whether anybody will ever write into a named pipe cannot be told: its writer may be waiting for us to open
        /// it, or may not exist. A pipe that is open already has one, or ends.
        case unfit(FileType)
    }

    /// What may be read.
    package enum Source: Sendable {
        /// Files, character devices, and the pipes that a shell has opened, as `<(…)` does.
        case anything
        /// Regular files alone.
        case regularFiles
    }

    /// What was read.
    package struct Contents: Sendable {
        /// The bytes; one more than the limit, where there are more.
        package let bytes: [UInt8]
        /// Who may do what with the file.
        package let permissions: FilePermissions
    }

    /// The names of files that are open already.
    private static let openFiles = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"]

    /// The contents of a file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes; one more is read than that, so that the caller can tell.
    ///   - source: what may be read.
    /// - Returns: the contents.
    /// - Throws: why there are none.
    package static func contents(
        of path: FilePath, limit: Int, from source: Source = .anything
    ) throws(Failure) -> Contents {
        let isOpen = source == .anything && openFiles.contains(where: path.string.hasPrefix)
        let descriptor = try system { () throws -> FileDescriptor in
            do {
                // Without `nonBlocking`, to open a named pipe is to wait for somebody who writes into it.
                return try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
            } catch Errno.noSuchAddressOrDevice where isOpen {
                // A socket cannot be opened by its name, and can be read.
                guard let number = path.lastComponent.flatMap({ $0.string == "stdin" ? 0 : CInt($0.string) }) else {
                    throw Errno.noSuchAddressOrDevice
                }
                return try FileDescriptor(rawValue: number).duplicate()
            }
        }
        defer { try? descriptor.close() }
        let status = try system { () throws in try Stat(descriptor) }
        guard source == .anything || status.type == .regular else { throw .unfit(status.type) }
        guard status.type != .fifo || isOpen else { throw .unfit(.fifo) }
        return try contents(of: descriptor, status, limit: limit)
    }

    /// The contents of a file that is open already, be it a pipe or a socket: standard input.
    ///
    /// - Parameters:
    ///   - descriptor: the open file.
    ///   - limit: the most bytes; one more is read than that, so that the caller can tell.
    /// - Returns: the contents.
    /// - Throws: why there are none.
    package static func contents(of descriptor: FileDescriptor, limit: Int) throws(Failure) -> Contents {
        try contents(of: descriptor, try system { () throws in try Stat(descriptor) }, limit: limit)
    }

    private static func contents(
        of descriptor: FileDescriptor, _ status: Stat, limit: Int
    ) throws(Failure) -> Contents {
        guard status.type != .directory, status.type != .blockSpecial else { throw .unfit(status.type) }
        let hasSize = status.type == .regular && status.size > 0
        // One byte more than there should be: a chunk that stays short of its size is the last.
        var size = hasSize ? min(Int(status.size), limit) + 1 : min(limit + 1, 64 << 10)
        var bytes = try chunk(of: descriptor, count: size)
        var isFull = bytes.count == size
        while isFull && bytes.count <= limit {
            size = min(1 << 20, limit + 1 - bytes.count)
            let more = try chunk(of: descriptor, count: size)
            isFull = more.count == size
            bytes += more
        }
        return Contents(bytes: bytes, permissions: status.permissions)
    }

    /// Reads until there are `count` bytes, or no more.
    private static func chunk(of descriptor: FileDescriptor, count: Int) throws(Failure) -> [UInt8] {
        var failure: Errno?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do {
                while filled < count {
                    let room = unsafe UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    do {
                        let got = unsafe try descriptor.read(into: room)
                        if got == 0 { return }
                        filled += got
                    } catch Errno.resourceTemporarilyUnavailable {
                        // Whoever opened it does not want to be kept waiting; we do.
                        try descriptor.wait(for: .reading)
                    }
                }
            } catch {
                failure = error as? Errno ?? .ioError
            }
        }
        if let failure { throw .system(failure) }
        return bytes
    }

    private static func system<Result>(_ call: () throws -> Result) throws(Failure) -> Result {
        do { return try call() } catch { throw .system(error as? Errno ?? .ioError) }
    }
}
