import FoundationEssentials
import SystemPackage

/// Replaces a file so that whoever reads it sees the old text or the new one, and never half of it.
enum AtomicFile {
    /// Puts a text in a file's place, which keeps its owner and its permissions.
    ///
    /// - Parameters:
    ///   - target: the file, which is no symbolic link.
    ///   - text: the whole content.
    ///   - old: the status of the file that stands there; nil where none does.
    ///   - permissions: those of a new file, whatever the umask is; nil leaves them to the umask.
    /// - Throws: why it was not replaced; the old one is as it was.
    static func replace(
        _ target: FilePath, with text: String, like old: Stat?, permissions: FilePermissions?
    ) throws(Errno) {
        guard let name = target.lastComponent else { throw .isDirectory }
        // Hidden, and with an ending of its own: node_exporter reads every *.prom of the directory.
        let temporary = target.removingLastComponent().appending(".\(name.string).\(UUID().uuidString).tmp")
        do {
            let descriptor = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: old == nil && permissions == nil ? .everybody : .ownerReadWrite)
            do {
                try descriptor.closeAfter {
                    try descriptor.writeAll(text)
                    if let old { try SystemCalls.setOwner(like: old, of: descriptor) }
                    if let kept = old?.permissions ?? permissions {
                        try SystemCalls.setPermissions(kept, of: descriptor)
                    }
                    try SystemCalls.synchronize(descriptor)
                }
                try SystemCalls.rename(temporary, to: target)
            } catch {
                try? SystemCalls.remove(temporary)
                throw error
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }
}

extension FilePermissions {
    /// The permissions of a new file before the umask takes away from them.
    fileprivate static let everybody: FilePermissions = [
        .ownerReadWrite, .groupReadWrite, .otherReadWrite,
    ]
}
