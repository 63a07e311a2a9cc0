/// Where a service manager listens: what `NOTIFY_SOCKET` says (sd_notify(3)).
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

    /// What stands in `sun_path`: a path and its zero, or a zero and a name.
    var bytes: [UInt8] {
        switch self {
        case .path(let path): path.utf8 + [0]
        case .abstract(let name): [0] + name.utf8
        }
    }
}
