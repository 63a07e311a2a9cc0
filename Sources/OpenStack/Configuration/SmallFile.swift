package import SystemPackage

/// Reads files and pipes that are expected to be small, and nothing else: no device, no pipe that would never end.
package enum SmallFile {
    /// Why a file was not read.
    package enum Failure: Error, Equatable, CustomStringConvertible, Sendable {
        case system(Errno)
        case notRegular
        case tooLarge(limit: Int)
        case notText

        /// What to tell the user.
        package var description: String {
            switch self {
            case .system(let number): number.description
            case .notRegular: "it is not a regular file"
            case .tooLarge(let limit): "it has more than \(limit) bytes"
            case .notText: "it is not UTF-8 text"
            }
        }
    }

    /// What a file holds, and who may read it.
    package struct Contents: Sendable {
        /// The bytes.
        package let bytes: [UInt8]
        /// Who may do what with the file.
        package let permissions: FilePermissions
    }

    /// The contents of a regular file, or what comes out of a pipe.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    /// - Returns: the contents.
    /// - Throws: why not.
    package static func contents(of path: FilePath, limit: Int) throws(Failure) -> Contents {
        do {
            // Opening a pipe would wait for somebody who writes into it.
            let descriptor = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
            defer { try? descriptor.close() }
            let status = try Stat(descriptor)
            let isPipe = status.type == .fifo
            guard status.type == .regular || isPipe else { throw Failure.notRegular }
            guard status.size <= limit else { throw Failure.tooLarge(limit: limit) }
            let bytes =
                isPipe
                ? try PipeReader.bytes(of: descriptor, atMost: limit + 1)
                : try read(descriptor, atMost: limit + 1)
            // It may have grown meanwhile.
            guard bytes.count <= limit else { throw Failure.tooLarge(limit: limit) }
            return Contents(bytes: bytes, permissions: status.permissions)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .system(error as? Errno ?? .ioError)
        }
    }

    /// The bytes of a regular file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    /// - Returns: the bytes.
    /// - Throws: why not.
    package static func bytes(of path: FilePath, limit: Int) throws(Failure) -> [UInt8] {
        try contents(of: path, limit: limit).bytes
    }

    /// The text of a regular file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    /// - Returns: the text.
    /// - Throws: why not.
    package static func text(of path: FilePath, limit: Int) throws(Failure) -> String {
        guard let text = String(validating: try bytes(of: path, limit: limit), as: UTF8.self) else { throw .notText }
        return text
    }

    private static func read(_ descriptor: FileDescriptor, atMost limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let room = min(64 << 10, limit - bytes.count)
            let chunk = unsafe try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = unsafe try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }
}
