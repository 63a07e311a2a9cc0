import Host
import FoundationEssentials
import Glibc
import Synchronization

/// The file with a sandbox's `OS_*` variables: it appears when the sandbox listens, and goes with it.
final class VariablesFile: Sendable {
    private let path: String
    private let written = Mutex<String?>(nil)

    /// Takes note of where the variables go, and touches nothing.
    ///
    /// - Parameter path: the file, which may be there already.
    /// - Throws: why it could not be written, or what stands there that is no regular file: that would be gone
    ///   afterwards, and a directory or a link is nothing that a sandbox made.
    init(_ path: String) throws(OutputFile.Failure) {
        self.path = path
        let type = Self.type(of: path)
        guard type == nil || type == .typeRegular || type == .typeDirectory else {
            let kind = type == .typeSymbolicLink ? "a link" : "a device or a pipe"
            throw OutputFile.Failure(path: path, reason: "it is \(kind); name a file that the sandbox may remove")
        }
        try OutputFile(path, replacing: "export OS_").check()
    }

    /// Writes the variables; a file of an earlier sandbox is replaced.
    ///
    /// - Throws: why they cannot be written.
    func write(_ lines: String) throws(OutputFile.Failure) {
        try OutputFile(path).write(lines)
        written.withLock { $0 = lines }
    }

    /// Removes the file, if it is the one that was written: another sandbox or a person may have put theirs in its place.
    func remove() {
        guard let lines = written.withLock({ $0 }), Self.type(of: path) == .typeRegular,
            FileManager.default.contents(atPath: path) == Data(lines.utf8)
        else { return }
        // unlink(2) takes a file and nothing else, whatever stands there by now.
        _ = unsafe unlink(path)
    }

    /// The type of the file that stands there; a link is a link.
    private static func type(of path: String) -> FileAttributeType? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType
    }
}
