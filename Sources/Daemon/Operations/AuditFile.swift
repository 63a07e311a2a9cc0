import OpenStack
import SystemPackage

/// The open file of an audit trail; it is closed when nobody has it any more.
final class AuditFile: Sendable {
    private let descriptor: FileDescriptor
    private let identity: Stat

    /// The owner writes, the group reads, nobody else does.
    static let permissions: FilePermissions = [.ownerReadWrite, .groupRead]

    /// Opens the file to append to it.
    init(_ path: FilePath) throws(SmallFile.Failure) {
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
            guard identity.type == .regular else { throw SmallFile.Failure.notRegular }
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
            throw error as? SmallFile.Failure ?? .system(error as? Errno ?? .ioError)
        }
        descriptor = opened
    }

    deinit { try? descriptor.close() }

    /// Whether this is still the file of that name.
    func isAt(_ path: FilePath) -> Bool {
        guard let status = try? Stat(path) else { return false }
        return status.deviceID == identity.deviceID && status.inode == identity.inode
    }

    /// Writes a line, and waits until it is on the disk.
    func append(_ line: String) throws(SmallFile.Failure) {
        do {
            try descriptor.writeAll("\(line)\n".utf8)
            try SystemCalls.synchronize(descriptor)
        } catch {
            throw .system(error as? Errno ?? .ioError)
        }
    }

    private static func endsWithLineBreak(_ descriptor: FileDescriptor, size: Int64) throws -> Bool {
        var last: UInt8 = 0
        _ = unsafe try withUnsafeMutableBytes(of: &last) { buffer in
            unsafe try descriptor.read(fromAbsoluteOffset: size - 1, into: buffer)
        }
        return last == UInt8(ascii: "\n")
    }
}
