#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads files, pipes and standard input straight into the array that the text stays in.
enum FileBytes {
    /// The names of files that are open already, among them a shell's `<(…)`.
    private static let openFiles = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"]

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: the file's path, or `-` for standard input.
    ///   - limit: the most bytes; a little more is read than that, so that the reader of the text can refuse it.
    /// - Returns: the bytes.
    /// - Throws: why the system did not give them.
    static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        // Without O_NONBLOCK, to open a named pipe is to wait for somebody who writes into it.
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(number: errno) }
        defer { if path != "-" { close(descriptor) } }

        var status = stat()
        let isKnown = unsafe fstat(descriptor, &status) == 0
        if path != "-" {
            // Whether anybody will ever write into a named pipe cannot be told: its writer may be waiting for us to
            // open it, or may not exist. A pipe that is open has one, or ends.
            let isPipe = isKnown && status.st_mode & S_IFMT == S_IFIFO
            guard !isPipe || openFiles.contains(where: path.hasPrefix) else {
                throw FileError("this is a named pipe, which may never end", hint: "read it with `-f - <` and its path")
            }
            _ = fcntl(descriptor, F_SETFL, 0)
        }
        let hasSize = isKnown && status.st_size > 0
        // One byte more than there should be: a chunk that stays short of its size is the last.
        var size = hasSize ? min(Int(status.st_size), limit) + 1 : 64 << 10
        var bytes = try Self.chunk(of: descriptor, count: size)
        var isFull = bytes.count == size
        while isFull && bytes.count <= limit {
            size = 1 << 20
            let more = try Self.chunk(of: descriptor, count: size)
            isFull = more.count == size
            bytes += more
        }
        return bytes
    }

    /// Reads until there are `count` bytes, or no more.
    private static func chunk(of descriptor: CInt, count: Int) throws(FileError) -> [UInt8] {
        var failure: CInt?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe systemRead(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled)
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        if let failure { throw FileError(number: failure) }
        return bytes
    }
}

/// `read(2)`, which the function above hides.
private func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}
