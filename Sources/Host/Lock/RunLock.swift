import Text
import Synchronization
import SystemPackage

/// Keeps a second run away while this one is at work: `--lock FILE`.
///
/// The lock goes with the open file (flock(2)), so it ends with the process, however that ends. The file stays: removing
/// it would let two runs lock two files of the same name. A file that holds anything but a holder's line is no lock, and
/// is never written into: it may be the manifest.
package final class RunLock: Sendable {
    private let descriptor: Mutex<FileDescriptor?>

    /// Takes the lock, or says who has it.
    ///
    /// - Parameters:
    ///   - path: the file, made where it is absent.
    ///   - holder: what the file says of this run.
    /// - Throws: who has it, or why the file cannot be locked.
    package init(_ path: String, holder: RunLockHolder = RunLockHolder()) throws(RunLockError) {
        do {
            // A device is not even opened: that alone can do something to it.
            if let type = try? Stat(FilePath(path)).type, type != .regular { throw RunLockError.notAFile(path) }
            let descriptor = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .nonBlocking, .closeOnExec],
                permissions: RunLock.permissions)
            do {
                try SystemCalls.lock(descriptor)
                guard try Self.isLock(descriptor) else { throw RunLockError.notALock(path) }
                try descriptor.resize(to: 0)
                try descriptor.writeAll(toAbsoluteOffset: 0, "\(holder)\n".utf8)
            } catch {
                try? descriptor.close()
                throw error
            }
            self.descriptor = Mutex(descriptor)
        } catch let error as RunLockError {
            throw error
        } catch {
            let number = error as? Errno ?? .ioError
            guard number == .wouldBlock else { throw .unusable(path: path, reason: number.description) }
            throw .taken(path: path, by: Self.holder(named: path))
        }
    }

    deinit { release() }

    /// Gives the lock back, once; to be called at the end, which also keeps the value alive until then.
    package func release() {
        descriptor.withLock { descriptor in
            guard let taken = descriptor else { return }
            // A child that is just being started has the file open too, and would keep the lock for a moment.
            try? SystemCalls.unlock(taken)
            try? taken.close()
            descriptor = nil
        }
    }

    /// Everybody may read who has it.
    private static let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]

    /// Whether the file is empty, or holds what an earlier run wrote: there is nothing in it to lose.
    private static func isLock(_ descriptor: FileDescriptor) throws -> Bool {
        guard try Stat(descriptor).type == .regular else { return false }
        let bytes = unsafe try [UInt8](unsafeUninitializedCapacity: RunLockHolder.longestLine + 1) { buffer, count in
            count = unsafe try descriptor.read(
                fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes.isEmpty || RunLockHolder.line(in: bytes) != nil
    }

    /// What the file says of who has it; nil where that one has not written it yet, or says something else.
    private static func holder(named path: String) -> String? {
        let bytes = try? SmallFile.bytes(of: FilePath(path), limit: RunLockHolder.longestLine, from: .regularFiles)
        return bytes.flatMap(RunLockHolder.line)?.escapedForDisplay
    }
}
