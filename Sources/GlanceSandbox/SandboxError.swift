/// Why a sandbox cannot start.
package enum SandboxError: Error, Equatable, CustomStringConvertible {
    case portOutOfRange(Int)
    case portTaken(Int)
    case requestLogNotWritable(path: String, errno: Int32)

    package var description: String {
        switch self {
        case .portOutOfRange(let port): "port \(port) is not between 0 and 65535"
        case .portTaken(let port): "port \(port) is taken: choose another one, or 0 for any that is free"
        case .requestLogNotWritable(let path, let errno): "cannot write the request log \(path) (errno \(errno))"
        }
    }
}
