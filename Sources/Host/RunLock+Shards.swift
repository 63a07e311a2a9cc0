import ImageSharing
import SystemPackage

/// The files of shards beside the file of a lock.
extension RunLock {
    private static let separator = "-of-"

    /// The file of a shard: `FILE.2-of-8`.
    static func path(_ path: String, of shard: Shard) -> String { "\(path).\(shard.index)\(separator)\(shard.count)" }

    /// Finds a shard whose file is locked.
    ///
    /// - Parameters:
    ///   - path: the file of the lock.
    ///   - isMeant: the shards to look for.
    /// - Returns: the error that names its holder; nil where there is none.
    /// - Throws: why nobody can know.
    static func heldShard(
        besides path: String, where isMeant: (Shard) -> Bool
    ) throws(RunLockError) -> RunLockError? {
        let whole = FilePath(path)
        let directory = whole.removingLastComponent()
        let prefix = (whole.lastComponent?.string ?? "") + "."
        do {
            for name in try DirectoryNames.read(directory.isEmpty ? "." : directory) {
                let name = String(decoding: name, as: UTF8.self)
                guard name.hasPrefix(prefix), let shard = shard(named: name.dropFirst(prefix.count)), isMeant(shard)
                else { continue }
                let file = Self.path(path, of: shard)
                if try isLocked(FilePath(file)) { return .taken(path: file, by: holder(named: file)) }
            }
            return nil
        } catch {
            throw .unusable(path: path, reason: "other shards: \((error as? Errno ?? .ioError).description)")
        }
    }

    private static func shard(named text: Substring) -> Shard? { Shard(String(text).replacing(separator, with: "/")) }

    private static func isLocked(_ path: FilePath) throws -> Bool {
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
        return try descriptor.closeAfter {
            do {
                try SystemCalls.lock(descriptor, isShared: true)
                return false
            } catch Errno.wouldBlock {
                return true
            }
        }
    }
}
