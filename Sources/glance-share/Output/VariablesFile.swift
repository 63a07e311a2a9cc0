import Host
import Synchronization
import SystemPackage

/// The file with a sandbox's `OS_*` variables: it appears when the sandbox listens, and goes with it.
final class VariablesFile: Sendable {
    private let path: String
    private let written = Mutex<String?>(nil)

    /// Takes note of a file for the variables, and touches nothing.
    ///
    /// - Parameter path: the file, which may be there already.
    /// - Throws: why it could not be written, or what stands there that is no regular file: that would be gone
    ///   afterwards, and a directory or a link is nothing that a sandbox made.
    init(_ path: String) throws(OutputFile.Failure) {
        self.path = path
        let type = Self.type(of: path)
        guard type == nil || type == .regular || type == .directory else {
            let kind = type == .symbolicLink ? "a link" : "a device or a pipe"
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
        guard let lines = written.withLock({ $0 }), Self.type(of: path) == .regular,
            let bytes = try? FileReader.bytes(of: FilePath(path), limit: lines.utf8.count, from: .regularFiles),
            bytes.elementsEqual(lines.utf8)
        else { return }
        try? SystemCalls.remove(FilePath(path))
    }

    /// The type of the file that stands there; a link is a link.
    private static func type(of path: String) -> FileType? {
        try? Stat(FilePath(path), followTargetSymlink: false).type
    }
}
