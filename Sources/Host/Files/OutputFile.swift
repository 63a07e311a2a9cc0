package import SystemPackage
import Text

/// A whole text's way to what a path names, be it a file, a device or a pipe: `--output`, `--metrics-file`.
///
/// A regular file is replaced at once and keeps its owner and its permissions, behind a link, too. A device or a pipe is
/// written into: to replace `/dev/null` would be a bad surprise. What nobody can have meant is refused.
package struct OutputFile: Sendable {
    /// The reason why it is not written.
    package struct Failure: Error, Equatable, CustomStringConvertible, Sendable {
        /// The path.
        package let path: String
        /// The reason.
        package let reason: String

        /// Makes a failure.
        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        /// The message for the user.
        package var description: String { "cannot write \(path.escapedForDisplay): \(reason)" }
    }

    private enum Target {
        /// A file that this process was started with.
        case open(FileDescriptor)
        case replaced(FilePath, Stat?)
        case writtenInto(FilePath)
    }

    /// The longest that a pipe may keep a run waiting for its reader to take the next piece, in milliseconds.
    private static let patience: CInt = 5000

    private let path: String
    private let permissions: FilePermissions?
    private let beginning: String?

    /// Takes a path, and touches nothing.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - permissions: those of a new file, whatever the umask is; nil leaves them to the umask.
    ///   - beginning: the first characters of every file that may be replaced; nil where any may be.
    package init(_ path: String, permissions: FilePermissions? = nil, replacing beginning: String? = nil) {
        self.path = path
        self.permissions = permissions
        self.beginning = beginning
    }

    /// Makes sure that it is none of the files that are read: a slip of the pen would destroy it.
    ///
    /// - Parameter inputs: the files.
    /// - Throws: which one it is.
    package func check(isNoneOf inputs: [String]) throws(Failure) {
        guard let real = SystemCalls.realPath(FilePath(path)) else { return }
        guard inputs.contains(where: { SystemCalls.realPath(FilePath($0)) == real }) else { return }
        throw failure("it is a file that is read here")
    }

    /// Makes sure that it can be written, before there is anything to write.
    ///
    /// - Throws: why it could not be.
    package func check() throws(Failure) {
        _ = try target()
    }

    /// Writes the text.
    ///
    /// - Parameter text: the whole content.
    /// - Throws: why it is not written.
    package func write(_ text: String) throws(Failure) {
        let target = try target()
        do throws(Errno) {
            switch target {
            case .open(let descriptor): try descriptor.writeAll(text)
            case .writtenInto(let file): try Self.write(text, into: file)
            case .replaced(let file, let old):
                do throws(Errno) {
                    try AtomicFile.replace(file, with: text, like: old, permissions: permissions)
                } catch {
                    // A file that is mounted by itself, or whose owner cannot be kept, stays and gets the text.
                    let isInTheWay: Set<Errno> = [
                        .notPermitted, .permissionDenied, .resourceBusy, .improperLink, .readOnlyFileSystem,
                        .noSuchFileOrDirectory,
                    ]
                    guard old != nil, isInTheWay.contains(error) else { throw error }
                    try Self.write(text, into: file)
                }
            }
        } catch {
            let isUnread = error == .noSuchAddressOrDevice || error == .timedOut
            throw failure(isUnread ? "nobody reads from this pipe" : error.description)
        }
    }

    private static func write(_ text: String, into file: FilePath) throws(Errno) {
        do {
            // Without `nonBlocking`, to open a pipe is to wait for somebody who reads from it.
            let descriptor = try FileDescriptor.open(
                file, .writeOnly, options: [.truncate, .nonBlocking, .closeOnExec])
            try descriptor.closeAfter {
                let isPipe = try Stat(descriptor).type == .fifo
                try descriptor.writeAll(text, waitingAtMost: isPipe ? patience : -1)
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    private func failure(_ reason: String) -> Failure { Failure(path: path, reason: reason) }
}

extension OutputFile {
    /// The target of the path, by the way in which it is to be written.
    private func target() throws(Failure) -> Target {
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else { throw failure("it names no file") }
        if let descriptor = Self.openFile(path) {
            guard SystemCalls.isWritable(descriptor) else { throw failure("it is not open for writing") }
            return .open(descriptor)
        }
        let file = FilePath(path)
        let status: Stat
        do throws(Errno) {
            status = try Stat(file)
        } catch {
            guard error == .noSuchFileOrDirectory else { throw failure(error.description) }
            return try newFile(file)
        }
        switch status.type {
        case .regular:
            guard SystemCalls.mayWrite(file) else { throw failure("this user may not write it") }
            if let beginning, !Self.begins(file, with: beginning) {
                throw failure("it holds something else, which would be lost; name a file of its own")
            }
            let real = SystemCalls.realPath(file) ?? file
            return SystemCalls.mayWrite(Self.folder(of: real)) ? .replaced(real, status) : .writtenInto(real)
        case .characterSpecial, .fifo:
            guard SystemCalls.mayWrite(file) else { throw failure("this user may not write it") }
            return .writtenInto(file)
        case .directory: throw failure("it is a directory")
        case .blockSpecial: throw failure("it is a disk, which would be overwritten")
        default: throw failure("it is neither a file nor a pipe")
        }
    }

    /// Returns true if a file is empty or begins so.
    private static func begins(_ file: FilePath, with beginning: String) -> Bool {
        guard let bytes = try? FileReader.beginning(of: file, maxLength: beginning.utf8.count).bytes else {
            return false
        }
        return bytes.isEmpty || bytes.elementsEqual(beginning.utf8)
    }

    private func newFile(_ file: FilePath) throws(Failure) -> Target {
        if (try? Stat(file, followTargetSymlink: false)) != nil { throw failure("it is a link that leads nowhere") }
        let folder = Self.folder(of: file)
        guard (try? Stat(folder))?.type == .directory, SystemCalls.mayWrite(folder) else {
            throw failure("no writable directory \(folder.string.escapedForDisplay)")
        }
        return .replaced(file, nil)
    }

    private static func folder(of file: FilePath) -> FilePath {
        let folder = file.removingLastComponent()
        return folder.isEmpty ? "." : folder
    }

    /// The file that this process was started with, where the path names one: it goes on where it stands, and is
    /// written also where its name may not be opened.
    private static func openFile(_ path: String) -> FileDescriptor? {
        switch path {
        case "/dev/stdout": return .standardOutput
        case "/dev/stderr": return .standardError
        default:
            for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
                return CInt(path.dropFirst(folder.count)).map { FileDescriptor(rawValue: $0) }
            }
            return nil
        }
    }
}
