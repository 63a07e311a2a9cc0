import Daemon
import FoundationEssentials
import ImageSharing
import SystemPackage

/// Writes a whole text to what a path names, be it a file, a device or a pipe.
enum ResultFile {
    /// Why it cannot be written.
    struct Failure: Error, CustomStringConvertible {
        /// What to tell the user.
        let description: String
    }

    /// Makes sure that a file can be written, before there is anything to write.
    ///
    /// - Parameter path: where to.
    /// - Throws: why it could not be written.
    static func check(_ path: String) throws(Failure) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
            throw Failure(description: "cannot write \(path.escapedForDisplay): it is a directory")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            let (path, folder) = (path.escapedForDisplay, folder.escapedForDisplay)
            throw Failure(description: "cannot write \(path): no writable directory \(folder)")
        }
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
