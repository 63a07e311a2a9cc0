import Glibc
import SystemPackage

/// A client that does not do what a client should: it sends what it is told, and reads next to nothing.
package final class RawClient {
    private let descriptor: FileDescriptor

    /// Connects to a server on loopback.
    ///
    /// - Parameter port: the server's.
    /// - Throws: why there is no connection.
    package init(toPort port: Int) throws {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        descriptor = FileDescriptor(rawValue: number)
        var room: Int32 = 4096
        unsafe setsockopt(number, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        var server = sockaddr_in()
        server.sin_family = sa_family_t(AF_INET)
        server.sin_port = in_port_t(UInt16(port).bigEndian)
        server.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafePointer(to: &server) { server in
            unsafe server.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(number, $0, size) }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
    }

    /// Sends a text.
    package func send(_ text: String) throws { _ = try descriptor.writeAll(text.utf8) }

    /// Waits for the first byte of an answer.
    package func readByte() throws {
        var byte: UInt8 = 0
        _ = unsafe try withUnsafeMutableBytes(of: &byte) { unsafe try descriptor.read(into: $0) }
    }

    deinit { try? descriptor.close() }
}
