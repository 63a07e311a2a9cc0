/// Why a lock was not given.
package enum RunLockError: Error, Equatable, CustomStringConvertible, Sendable {
    /// Another run has it: try again later.
    case taken(path: String, by: String?)
    /// The file cannot be locked.
    case unusable(path: String, reason: String)

    /// What to tell the user.
    package var description: String {
        switch self {
        case .taken(let path, let holder?): "--lock \(path) is held by \(holder)"
        case .taken(let path, nil): "--lock \(path) is held by another process"
        case .unusable(let path, let reason): "cannot lock --lock \(path): \(reason)"
        }
    }

    /// It is a device, a directory or a pipe, which can hold no name of a holder.
    static func notAFile(_ path: String) -> RunLockError {
        .unusable(path: path, reason: "it is not a regular file; name a file of its own")
    }

    /// There is something in the file that no run has put there; it is as it was.
    static func notALock(_ path: String) -> RunLockError {
        .unusable(path: path, reason: "it is no lock, and its content would be lost; name a file of its own")
    }
}
