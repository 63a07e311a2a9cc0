#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import SystemPackage

/// The names in a directory, as the bytes that they are.
enum DirectoryNames {
    /// Reads the names, those of hidden files left out, in the order of their bytes, whatever the locale.
    static func read(_ directory: String) throws(FileError) -> [[UInt8]] {
        guard let stream = unsafe opendir(directory) else { throw failure(errno) }
        defer { unsafe closedir(stream) }
        var names: [[UInt8]] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            // The name is as long as it is, whatever the type says: what lies after it is not there to be read.
            let name = unsafe withUnsafeMutablePointer(to: &entry.pointee.d_name) { pointer in
                let start = UnsafeRawPointer(pointer)
                let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
                return unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
            }
            if name.first != UInt8(ascii: ".") { names.append(name) }
            errno = 0
        }
        // Nothing more, and nothing more that can be read, look alike.
        guard errno == 0 else { throw failure(errno) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Returns true if a name, be it text or not, is that of a directory, or of something whose kind cannot be found out.
    static func mayBeDirectory(_ name: [UInt8], in directory: String) -> Bool {
        let path = Array(directory.utf8) + [UInt8(ascii: "/")] + name + [0]
        let status = try? unsafe Stat(FilePath(platformString: path.map(CInterop.PlatformChar.init(bitPattern:))))
        return status.map { $0.type == .directory } ?? true
    }

    private static func failure(_ number: CInt) -> FileError {
        number == EACCES
            ? FileError("the directory may not be read", hint: "check its permissions: ls -ld")
            : FileError(number: number)
    }
}
