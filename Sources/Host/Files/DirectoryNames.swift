import Glibc
package import SystemPackage

/// The names in a directory, as the bytes that they are.
package enum DirectoryNames {
    /// Reads the names, `.` and `..` left out, in the order of their bytes, whatever the locale.
    ///
    /// - Parameter directory: the directory.
    /// - Returns: the names.
    /// - Throws: the system's reason.
    package static func read(_ directory: FilePath) throws(Errno) -> [[UInt8]] {
        guard let stream = unsafe opendir(directory.string) else { throw Errno(rawValue: errno) }
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
            if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) { names.append(name) }
            errno = 0
        }
        // Nothing more, and nothing more that can be read, look alike.
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
