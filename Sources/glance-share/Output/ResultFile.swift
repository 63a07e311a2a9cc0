import Daemon
import FoundationEssentials
import SystemPackage

/// Writes a whole text to what a path names, be it a file, a device or a pipe.
enum ResultFile {
    /// Why it cannot be written.
    struct Failure: Error, CustomStringConvertible {
        /// What to tell the user.
        let description: String
    }

    /// Writes the text.
    ///
    /// A regular file is replaced at once, so that whoever reads it sees the old text or the new one, and keeps its
    /// permissions. A link, a device or a pipe is written into: to replace `/dev/null` would be a bad surprise.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - path: where to.
    /// - Throws: why it cannot be written.
    static func write(_ text: String, to path: String) throws(Failure) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        do {
            if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
                let descriptor = try FileDescriptor.open(
                    FilePath(path), .writeOnly, options: [.truncate, .closeOnExec])
                try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
                return
            }
            try AtomicFile.write(text, to: path)
            guard let permissions = attributes?[.posixPermissions] else { return }
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
        } catch let error as AtomicFile.Failure {
            throw Failure(description: "\(error)")
        } catch {
            throw Failure(description: "cannot write \(path): \(error)")
        }
    }
}
