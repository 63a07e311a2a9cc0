import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads a pipe to its end, like the one that a shell makes of `<(…)`, without trust in whoever writes into it.
enum PipeReader {
    /// Reads.
    ///
    /// - Parameters:
    ///   - descriptor: the pipe, opened without blocking.
    ///   - limit: the most bytes to read.
    ///   - patience: how long to wait for bytes, each time that there are none; in whole seconds.
    /// - Returns: the bytes; none where nobody wrote any in time.
    /// - Throws: `Errno`: that of time where the writer stops in the middle.
    static func bytes(of descriptor: FileDescriptor, atMost limit: Int, patience: Duration = .seconds(5)) throws(Errno)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            guard try isReadable(descriptor, within: patience) else {
                // Whoever has written nothing at all may never have been there.
                if bytes.isEmpty { return [] }
                throw .timedOut
            }
            let chunk = try chunk(of: descriptor, atMost: min(64 << 10, limit - bytes.count))
            if let chunk, chunk.isEmpty { break }
            bytes += chunk ?? []
        }
        return bytes
    }

    /// What there is; empty at the end, nil where nothing is there yet.
    private static func chunk(of descriptor: FileDescriptor, atMost room: Int) throws(Errno) -> [UInt8]? {
        do {
            return unsafe try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = unsafe try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        } catch {
            let number = error as? Errno ?? .ioError
            guard number == .wouldBlock || number == .resourceTemporarilyUnavailable else { throw number }
            return nil
        }
    }

    private static func isReadable(_ descriptor: FileDescriptor, within patience: Duration) throws(Errno) -> Bool {
        var wanted = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: patience.components.seconds * 1000)
        while true {
            let count = unsafe poll(&wanted, 1, milliseconds)
            if count >= 0 { return count > 0 }
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
    }
}
