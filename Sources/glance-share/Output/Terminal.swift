import Glibc
import SystemPackage

/// What stands behind a file descriptor.
enum Terminal {
    /// Whether a person is looking at it.
    static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
        isatty(descriptor.rawValue) == 1
    }
}
