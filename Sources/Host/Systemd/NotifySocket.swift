#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import SystemPackage

/// Sends datagrams to a service manager.
///
/// A socket a message, as sd_notify(3) does it: nothing is kept open, and a manager that was restarted is found again.
struct NotifySocket: Sendable {
    let address: NotifyAddress

    /// How long a full queue is waited for: a manager that hangs must not hang the program.
    private static let patience = timeval(tv_sec: 1, tv_usec: 0)

    /// Sends a message.
    ///
    /// - Returns: whether the manager got it.
    func send(_ message: String) -> Bool {
        let descriptor = socket(AF_UNIX, Self.datagram, 0)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        var patience = Self.patience
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        let bytes = Array(message.utf8)
        let sent = unsafe withAddress { unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
        return sent == bytes.count
    }

    private static var datagram: Int32 {
        #if canImport(Glibc)
            Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        #else
            SOCK_DGRAM | SOCK_CLOEXEC
        #endif
    }

    /// Lends the address in the system's form.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        let name = address.bytes
        var form = sockaddr_un()
        form.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &form.sun_path) { unsafe $0.copyBytes(from: name) }
        // The length tells where an abstract name ends.
        let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + name.count } ?? 0)
        return unsafe withUnsafePointer(to: &form) { form in
            unsafe form.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
