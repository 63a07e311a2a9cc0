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
}
