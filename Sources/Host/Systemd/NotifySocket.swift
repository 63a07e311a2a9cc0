import Glibc
import Text

/// Sends datagrams to a service manager.
///
/// A socket a message, as sd_notify(3) does it: nothing is kept open, and a manager that was restarted is found again.
struct NotifySocket: Sendable {
    let address: NotifyAddress

    /// The longest wait for a full queue: a manager that hangs must not hang the program.
    private static let patience = timeval(tv_sec: 1, tv_usec: 0)

    /// Sends a message.
    ///
    /// - Returns: true if the manager got it.
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

    private static let datagram = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)

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

/// The address that a service manager listens at, as `NOTIFY_SOCKET` has it (sd_notify(3)).
enum NotifyAddress: Equatable, Sendable {
    /// A socket in the file system.
    case path(String)
    /// A socket in the abstract namespace of Linux, which has a name but no file.
    case abstract(String)

    /// The bytes that `sockaddr_un` has room for, one kept for the zero at the end, or at the beginning.
    static let mostBytes = 107

    /// Reads the variable's value; nil where it is none that can be reached.
    init?(_ value: String) {
        guard !value.utf8.contains(0) else { return nil }
        if value.hasPrefix("/"), value.utf8.count <= Self.mostBytes {
            self = .path(value)
        } else if value.hasPrefix("@"), (2...Self.mostBytes + 1).contains(value.utf8.count) {
            self = .abstract(String(value.dropFirst()))
        } else {
            return nil
        }
    }

    /// The content of `sun_path`: a path and its zero, or a zero and a name.
    var bytes: [UInt8] {
        switch self {
        case .path(let path): path.utf8 + [0]
        case .abstract(let name): [0] + name.utf8
        }
    }
}

/// A message of a service to its manager, in the form of sd_notify(3).
enum NotifyMessage: Equatable, Sendable {
    /// It has started, or has ended reloading.
    case ready
    /// It reloads; the time is that of the monotonic clock, by which the manager knows which reload it is.
    case reloading(at: Duration)
    /// Its state, in one line for a person.
    case status(String)
    /// It is about to end.
    case stopping
    /// It has made progress.
    case watchdog

    /// The most bytes of a status; the manager takes no datagram above 4096.
    static let longestStatus = 2000

    /// The message's lines, without a line break at the end.
    var text: String {
        switch self {
        case .ready: "READY=1"
        case .reloading(let time): "RELOADING=1\nMONOTONIC_USEC=\(Int64(clamping: time.microseconds))"
        case .status(let status): "STATUS=\(Self.line(status))"
        case .stopping: "STOPPING=1"
        case .watchdog: "WATCHDOG=1"
        }
    }

    /// The status as one line: a line break in it would begin another assignment.
    private static func line(_ status: String) -> String {
        let shown = status.escapedForDisplay
        guard shown.utf8.count > longestStatus else { return shown }
        var cut = ""
        for character in shown {
            guard cut.utf8.count + character.utf8.count <= longestStatus - "…".utf8.count else { break }
            cut.append(character)
        }
        return cut + "…"
    }
}

extension Duration {
    /// The whole microseconds.
    fileprivate var microseconds: Int128 { attoseconds / 1_000_000_000_000 }
}
