import Glibc
package import SystemPackage

extension FileDescriptor {
    /// The directions in which bytes go.
    enum Direction {
        case reading, writing
    }

    /// Waits until there is something to read or room to write, or until neither will ever be.
    ///
    /// - Parameters:
    ///   - direction: reading or writing.
    ///   - milliseconds: the longest wait; negative for as long as it takes.
    /// - Throws: `timedOut` where it took longer.
    func wait(for direction: Direction, atMost milliseconds: CInt = -1) throws(Errno) {
        var entry = pollfd(
            fd: rawValue, events: Int16(truncatingIfNeeded: direction == .reading ? POLLIN : POLLOUT), revents: 0)
        while true {
            let count = unsafe poll(&entry, 1, milliseconds)
            if count > 0 { return }
            if count == 0 { throw .timedOut }
            let number = Errno(rawValue: errno)
            if number != .interrupted { throw number }
        }
    }

    /// Writes all of it, and waits for a slow reader, also where the descriptor itself does not.
    ///
    /// Standard output does not block where a parent process has set it so, as ssh and some runtimes do.
    ///
    /// - Parameters:
    ///   - text: the text, which is written as UTF-8.
    ///   - milliseconds: the longest wait for a reader to take the next piece; negative for as long as it takes.
    /// - Throws: why not all of it was written.
    package func writeAll(_ text: String, waitingAtMost milliseconds: CInt = -1) throws(Errno) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            do {
                let written = unsafe try rest.withUnsafeBytes { unsafe try write($0) }
                rest = rest.dropFirst(written)
            } catch Errno.resourceTemporarilyUnavailable {
                try wait(for: .writing, atMost: milliseconds)
            } catch {
                throw error as? Errno ?? .ioError
            }
        }
    }
}
