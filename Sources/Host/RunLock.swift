// Host: what the program does with the machine it runs on: files, the lock, the audit trail, Git's files, openrc files and
// systemd. It knows no cloud, no manifest and no command, and opens no connection but the one to the service manager.
// What a file means to its reader, and the sentence about it, belong to that reader's room.

import FoundationEssentials
package import ImageSharing
package import Pacing
import Synchronization
import SystemPackage
import Text

/// Keeps a second run away while this one is at work: `--lock FILE`.
///
/// The lock goes with the open file (flock(2)), so it ends with the process, however that ends. The file stays: removing
/// it would let two runs lock two files of the same name. A file that holds anything but a holder's line is no lock, and
/// is never written into: it may be the manifest.
package final class RunLock: Sendable {
    private let descriptors: Mutex<[FileDescriptor]>

    /// Takes the lock, or says who has it.
    ///
    /// Runs of different shards of as many have no image in common, and get it side by side: each has a file of its own
    /// beside this one, which they share. So a run of all images, or of a division into another number, keeps them away,
    /// and they it.
    ///
    /// - Parameters:
    ///   - path: the file, made where it is absent.
    ///   - shard: the part of the images that the run is about; nil for all.
    ///   - holder: this run, as the file is to name it.
    /// - Throws: who has it, or why the file cannot be locked.
    init(_ path: String, of shard: Shard? = nil, holder: RunLockHolder) throws(RunLockError) {
        var taken: [FileDescriptor] = []
        do throws(RunLockError) {
            taken.append(try Self.take(path, as: shard == nil ? holder : nil))
            if let shard {
                taken.append(try Self.take(Self.path(path, of: shard), as: holder))
                // Taken first, and looked around afterwards: of two runs that begin at once, one sees the other.
                if let other = try Self.heldShard(besides: path, where: { $0.count != shard.count }) { throw other }
            }
        } catch {
            Self.giveBack(taken)
            throw error
        }
        descriptors = Mutex(taken)
    }

    /// Takes the lock for this process, or says who has it.
    ///
    /// - Parameters:
    ///   - path: the file, made where it is absent.
    ///   - shard: the part of the images that the run is about; nil for all.
    /// - Throws: who has it, or why the file cannot be locked.
    package convenience init(_ path: String, of shard: Shard? = nil) throws(RunLockError) {
        try self.init(path, of: shard, holder: .current)
    }

    deinit { release() }

    /// Gives the lock back, once; to be called at the end, which also keeps the value alive until then.
    package func release() {
        descriptors.withLock { descriptors in
            Self.giveBack(descriptors)
            descriptors = []
        }
    }

    private static func giveBack(_ taken: [FileDescriptor]) {
        for descriptor in taken {
            // A child that is just being started has the file open too, and would keep the lock for a moment.
            try? SystemCalls.unlock(descriptor)
            try? descriptor.close()
        }
    }

    /// Locks a file: for its holder alone, whose name it is given, or without one for all that share it.
    private static func take(_ path: String, as holder: RunLockHolder?) throws(RunLockError) -> FileDescriptor {
        do {
            // A device is not even opened: that alone can do something to it.
            if let type = try? Stat(FilePath(path)).type, type != .regular { throw RunLockError.notAFile(path) }
            let descriptor = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .nonBlocking, .closeOnExec], permissions: permissions)
            do {
                try SystemCalls.lock(descriptor, isShared: holder == nil)
                guard try isLock(descriptor) else { throw RunLockError.notALock(path) }
                if let holder {
                    try descriptor.resize(to: 0)
                    try descriptor.writeAll(toAbsoluteOffset: 0, "\(holder)\n".utf8)
                }
            } catch {
                try? descriptor.close()
                throw error
            }
            return descriptor
        } catch let error as RunLockError {
            throw error
        } catch {
            let number = error as? Errno ?? .ioError
            guard number == .wouldBlock else { throw .unusable(path: path, reason: number.description) }
            // Those that share a file do not write into it: what it says is of an earlier run.
            if holder != nil, let shard = try? heldShard(besides: path, where: { _ in true }) { throw shard }
            throw .taken(path: path, by: self.holder(named: path))
        }
    }

    /// Everybody may read who has it.
    private static let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]

    /// Returns true if the file is empty, or holds what an earlier run wrote: there is nothing in it to lose.
    private static func isLock(_ descriptor: FileDescriptor) throws -> Bool {
        guard try Stat(descriptor).type == .regular else { return false }
        let bytes = try descriptor.bytes(at: 0, atMost: RunLockHolder.longestLine + 1)
        return bytes.isEmpty || RunLockHolder.line(in: bytes) != nil
    }

    /// The holder by what the file says; nil where that one has not written it yet, or says something else.
    static func holder(named path: String) -> String? {
        let bytes = try? FileReader.bytes(of: FilePath(path), limit: RunLockHolder.longestLine, from: .regularFiles)
        return bytes.flatMap(RunLockHolder.line)?.escapedForDisplay
    }
}

extension RunLock {
    /// The time between two tries for a lock that is taken.
    static let waitingInterval = Duration.seconds(1)

    /// Takes the lock as soon as nobody else has it.
    ///
    /// - Parameters:
    ///   - path: the file, made where it is absent.
    ///   - shard: the part of the images that the run is about; nil for all.
    ///   - clock: the clock to wait by.
    ///   - waiting: called with the error that names the holder, before each wait.
    /// - Returns: the lock; nil where the task was cancelled first.
    /// - Throws: why the file cannot be locked.
    package static func whenFree(
        _ path: String, of shard: Shard? = nil, clock: RunClock, waiting: (RunLockError) -> Void
    ) async throws(RunLockError) -> RunLock? {
        while !Task.isCancelled {
            do throws(RunLockError) {
                return try RunLock(path, of: shard)
            } catch {
                guard case .taken = error else { throw error }
                waiting(error)
            }
            try? await clock.sleep(waitingInterval)
        }
        return nil
    }
}

/// The reason why a lock was not given.
package enum RunLockError: Error, Equatable, CustomStringConvertible, Sendable {
    /// Another run has it: try again later.
    case taken(path: String, by: String?)
    /// The file cannot be locked.
    case unusable(path: String, reason: String)

    /// The message for the user.
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

/// The run that has a lock.
struct RunLockHolder: Sendable, Equatable, CustomStringConvertible {
    /// The process.
    let processID: Int32
    /// The machine that it runs on; a lock on a network file system can be another's.
    let host: String
    /// The beginning of the run.
    let since: Date

    /// This process, from now on.
    static var current: RunLockHolder {
        let process = ProcessInfo.processInfo
        return RunLockHolder(processID: process.processIdentifier, host: process.hostName, since: .now)
    }

    /// The most bytes of a file that holds nothing but a holder.
    fileprivate static let longestLine = 512

    /// The line of a file that holds a holder's description and nothing else.
    ///
    /// - Parameter bytes: the whole file.
    /// - Returns: the line without its break; nil where the file holds anything else.
    fileprivate static func line(in bytes: [UInt8]) -> String? {
        guard bytes.count <= longestLine, bytes.last == UInt8(ascii: "\n"),
            let line = String(validating: bytes.dropLast(), as: UTF8.self),
            !line.utf8.contains(UInt8(ascii: "\n"))
        else { return nil }
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[0] == "process", Int32(parts[1]) != nil, parts[2] == "on",
            parts[parts.count - 2] == "since",
            (try? Date.ISO8601FormatStyle().parse(String(parts[parts.count - 1]))) != nil
        else { return nil }
        return line
    }

    /// `process 4711 on host1 since 2026-01-31T12:00:00Z`.
    var description: String { "process \(processID) on \(host) since \(since.formatted(.iso8601))" }
}
