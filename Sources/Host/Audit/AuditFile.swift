import SystemPackage

/// The open file of an audit trail; it is closed when nobody has it any more.
final class AuditFile: Sendable {
    /// The reason why it cannot be appended to.
    enum Failure: Error, CustomStringConvertible {
        case system(Errno)
        case notRegular
        case foreign

        /// The message for the user.
        var description: String {
            switch self {
            case .system(let number): number.description
            case .notRegular: "it is not a regular file"
            case .foreign: "it holds something else than an audit trail; name a file of its own"
            }
        }
    }

    private let descriptor: FileDescriptor
    private let identity: Stat

    /// The owner writes, the group reads, nobody else does.
    static let permissions: FilePermissions = [.ownerReadWrite, .groupRead]

    /// Opens the file to append to it.
    init(_ path: FilePath) throws(Failure) {
        let opened: FileDescriptor
        do {
            // A pipe without a reader fails at once instead of waiting for one.
            opened = try FileDescriptor.open(
                path, .readWrite, options: [.append, .create, .closeOnExec, .nonBlocking],
                permissions: Self.permissions)
        } catch {
            throw .system(error as? Errno ?? .ioError)
        }
        do {
            identity = try Stat(opened)
            guard identity.type == .regular else { throw Failure.notRegular }
            guard try Self.isAuditTrail(opened) else { throw Failure.foreign }
            if identity.size == 0 {
                // A new file's name has to survive a power cut as well.
                let directory = path.removingLastComponent()
                try SystemCalls.synchronize(directory: directory.isEmpty ? "." : directory)
            } else if try !Self.endsWithLineBreak(opened, size: identity.size) {
                // An earlier run was cut off in the middle of a line: ours begins on a line of its own.
                try opened.writeAll("\n".utf8)
            }
        } catch {
            try? opened.close()
            throw error as? Failure ?? .system(error as? Errno ?? .ioError)
        }
        descriptor = opened
    }

    deinit { try? descriptor.close() }

    /// Returns true if this is still the file of that name.
    func isAt(_ path: FilePath) -> Bool {
        guard let status = try? Stat(path) else { return false }
        return status.deviceID == identity.deviceID && status.inode == identity.inode
    }

    /// Writes a line, and waits until it is on the disk.
    func append(_ line: String) throws(Failure) {
        do {
            try descriptor.writeAll("\(line)\n".utf8)
            try SystemCalls.synchronize(descriptor)
        } catch {
            throw .system(error as? Errno ?? .ioError)
        }
    }

    /// Returns true if the file begins as a line of ours does, as far as it goes: no line is added to anything else.
    private static func isAuditTrail(_ descriptor: FileDescriptor) throws -> Bool {
        let beginning = AuditSearch.beginning
        return beginning.starts(with: try descriptor.bytes(at: 0, atMost: beginning.count))
    }

    private static func endsWithLineBreak(_ descriptor: FileDescriptor, size: Int64) throws -> Bool {
        try descriptor.bytes(at: size - 1, atMost: 1) == [UInt8(ascii: "\n")]
    }
}
