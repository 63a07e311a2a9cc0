import FoundationEssentials
import SystemPackage

/// Writes a file so that whoever reads it sees the old text or the new one, and never half of it: `--metrics-file FILE`.
package enum AtomicFile {
    /// Why a file was not written.
    package struct Failure: Error, Equatable, CustomStringConvertible, Sendable {
        /// The file.
        package let path: String
        /// Why not.
        package let reason: String

        /// What to tell the user.
        package var description: String { "cannot write \(path): \(reason)" }
    }

    /// Writes the text.
    ///
    /// - Parameters:
    ///   - text: the whole content.
    ///   - path: the file, which everybody may read afterwards.
    /// - Throws: why it was not written; the old one is as it was.
    package static func write(_ text: String, to path: String) throws(Failure) {
        let target = FilePath(path)
        guard let name = target.lastComponent else { throw Failure(path: path, reason: "it names no file") }
        // Hidden, and with an ending of its own: node_exporter reads every *.prom of the directory.
        let temporary = target.removingLastComponent().appending(".\(name.string).\(UUID().uuidString).tmp")
        do {
            try fill(temporary, with: text)
            do { try SystemCalls.rename(temporary, to: target) } catch {
                try? SystemCalls.remove(temporary)
                throw error
            }
        } catch {
            throw Failure(path: path, reason: (error as? Errno ?? .ioError).description)
        }
    }

    private static func fill(_ path: FilePath, with text: String) throws {
        let descriptor = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        do {
            try descriptor.closeAfter {
                try descriptor.writeAll(text.utf8)
                try SystemCalls.setPermissions([.ownerReadWrite, .groupRead, .otherRead], of: descriptor)
                try SystemCalls.synchronize(descriptor)
            }
        } catch {
            try? SystemCalls.remove(path)
            throw error
        }
    }
}
