import ImageSharing
import Synchronization
import OpenStack
import SystemPackage

/// Keeps a second run away while this one is at work: `--lock FILE`.
///
/// The lock goes with the open file (flock(2)), so it ends with the process, however that ends. The file stays: removing
/// it would let two runs lock two files of the same name.
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
            let descriptor = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .closeOnExec], permissions: RunLock.permissions)
            do {
                try SystemCalls.lock(descriptor)
                try descriptor.resize(to: 0)
                try descriptor.writeAll(toAbsoluteOffset: 0, "\(holder)\n".utf8)
            } catch {
                try? descriptor.close()
                throw error
            }
            self.descriptor = Mutex(descriptor)
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

    /// What the file says of who has it; nil where that one has not written it yet.
    private static func holder(named path: String) -> String? {
        guard let text = try? SmallFile.text(of: FilePath(path), limit: 1024) else { return nil }
        let line = text.prefix { !$0.isNewline }.prefix(300)
        return line.isEmpty ? nil : String(line).escapedForDisplay
    }
}
