internal import Host
internal import SystemPackage

/// Reads files, pipes and standard input straight into the array that the text stays in.
enum FileBytes {
    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: the file's path, or `-` for standard input.
    ///   - limit: the most bytes; a little more is read than that, so that the reader of the text can refuse it.
    /// - Returns: the bytes.
    /// - Throws: why the system did not give them.
    static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        do throws(InputFile.Failure) {
            if path == "-" { return try InputFile.contents(of: .standardInput, limit: limit).bytes }
            return try InputFile.contents(of: FilePath(path), limit: limit).bytes
        } catch {
            switch error {
            case .system(.badFileDescriptor) where path == "-": throw FileError("standard input is closed")
            case .system(let number): throw FileError(number: number.rawValue, at: path)
            case .unfit(.directory): throw FileError(number: Errno.isDirectory.rawValue)
            case .unfit(.fifo):
                throw FileError("this is a named pipe, which may never end", hint: "read it with `-f - <` and its path")
            case .unfit: throw FileError("this is neither a file nor a pipe")
            }
        }
    }
}
