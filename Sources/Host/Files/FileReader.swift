package import SystemPackage

/// The one reader of files, devices and pipes: as far as a limit goes, and never waiting for a writer who may never come.
package enum FileReader {
    /// The reason why a file was not read.
    package enum Failure: Error, Equatable, CustomStringConvertible, Sendable {
        /// The system's reason.
        case system(Errno)
        /// It is of a type that no text comes from: a directory, a block device, a socket; or a named pipe.
        ///
        /// Nobody can know that there will ever be a writer to a named pipe: it may be waiting for us to open the pipe,
        /// or may not exist. A pipe that is open already has one, or ends.
        case unfit(FileType)
        /// It has more bytes than the limit.
        case tooLarge(limit: Int)
        /// It is not UTF-8.
        case notText

        /// The message for the user.
        package var description: String {
            switch self {
            case .system(let number): number.description
            case .unfit: "it is not a regular file"
            case .tooLarge(let limit): "it has more than \(limit) bytes"
            case .notText: "it is not UTF-8 text"
            }
        }
    }

    /// The types of files that may be read.
    package enum Source: Sendable {
        /// Files, character devices, and the pipes that a shell has opened, as `<(…)` does.
        case anything
        /// Regular files alone.
        case regularFiles
    }

    /// A file's bytes, and what the file system says of it.
    package struct Contents: Sendable {
        /// The bytes.
        package let bytes: [UInt8]
        /// The status of the file that was opened, before it was read.
        package let status: Stat
        /// The permissions of the file.
        package var permissions: FilePermissions { status.permissions }
    }

    /// The whole contents of a file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    ///   - source: the types of files that may be read.
    /// - Returns: the contents.
    /// - Throws: why there are none; `tooLarge` where there are more bytes.
    package static func contents(
        of path: FilePath, limit: Int, from source: Source = .anything
    ) throws(Failure) -> Contents {
        // One byte more tells a file that is as long as it may be from a longer one.
        let contents = try beginning(of: path, maxLength: limit + 1, from: source)
        guard contents.bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return contents
    }

    /// The bytes of a file, as `contents(of:limit:from:)` reads them.
    package static func bytes(
        of path: FilePath, limit: Int, from source: Source = .anything
    ) throws(Failure) -> [UInt8] {
        try contents(of: path, limit: limit, from: source).bytes
    }

    /// The text of a file, as `contents(of:limit:from:)` reads it; `notText` is thrown where it is none.
    package static func text(
        of path: FilePath, limit: Int, from source: Source = .anything
    ) throws(Failure) -> String {
        guard let text = String(validating: try bytes(of: path, limit: limit, from: source), as: UTF8.self) else {
            throw .notText
        }
        return text
    }

    /// The beginning of a file: all of it, where it is no longer.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - maxLength: the most bytes that are read.
    ///   - source: the types of files that may be read.
    /// - Returns: the contents as far as they were read.
    /// - Throws: why there are none.
    package static func beginning(
        of path: FilePath, maxLength: Int, from source: Source = .anything
    ) throws(Failure) -> Contents {
        let (descriptor, status) = try open(path, from: source)
        defer { try? descriptor.close() }
        return try beginning(of: descriptor, status, maxLength: maxLength)
    }

    /// The beginning of a file that is open already, be it a pipe or a socket: standard input.
    ///
    /// - Parameters:
    ///   - descriptor: the open file.
    ///   - maxLength: the most bytes that are read.
    /// - Returns: the contents as far as they were read.
    /// - Throws: why there are none.
    package static func beginning(of descriptor: FileDescriptor, maxLength: Int) throws(Failure) -> Contents {
        try beginning(of: descriptor, try system { () throws in try Stat(descriptor) }, maxLength: maxLength)
    }

    /// Reads a regular file line by line, however long it is.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - take: makes something of a line without its end; nil where it is to be passed over.
    /// - Returns: what was made of the lines, in their order.
    /// - Throws: why it cannot be read.
    static func lines<Item>(of path: FilePath, _ take: (ArraySlice<UInt8>) -> Item?) throws(Failure) -> [Item] {
        let (descriptor, _) = try open(path, from: .regularFiles)
        defer { try? descriptor.close() }
        var items: [Item] = []
        var (rest, offset) = ([UInt8](), Int64(0))
        while true {
            let chunk: [UInt8]
            do throws(Errno) { chunk = try descriptor.bytes(at: offset, atMost: 1 << 20) } catch {
                throw .system(error)
            }
            offset += Int64(chunk.count)
            rest += chunk
            var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            // The last one may go on in the next chunk.
            let last = chunk.isEmpty ? nil : lines.popLast()
            items += lines.compactMap(take)
            guard let last else { return items }
            rest = Array(last)
        }
    }

    /// The names of files that are open already.
    private static let openFiles = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"]

    /// Opens a file, and makes sure that it is one that may be read.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - source: the types of files that may be read.
    /// - Returns: the open file, which the caller closes, and its status.
    /// - Throws: why it is not opened.
    static func open(_ path: FilePath, from source: Source) throws(Failure) -> (FileDescriptor, Stat) {
        let isOpen = source == .anything && openFiles.contains(where: path.string.hasPrefix)
        let descriptor = try system { () throws -> FileDescriptor in
            do {
                // Without `nonBlocking`, to open a named pipe is to wait for somebody who writes into it.
                return try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
            } catch Errno.noSuchAddressOrDevice where isOpen {
                // A socket cannot be opened by its name, and can be read.
                guard let number = path.lastComponent.flatMap({ $0.string == "stdin" ? 0 : CInt($0.string) }) else {
                    throw Errno.noSuchAddressOrDevice
                }
                return try FileDescriptor(rawValue: number).duplicate()
            }
        }
        do throws(Failure) {
            let status = try system { () throws in try Stat(descriptor) }
            guard source == .anything || status.type == .regular else { throw .unfit(status.type) }
            guard status.type != .fifo || isOpen else { throw .unfit(.fifo) }
            return (descriptor, status)
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    private static func beginning(
        of descriptor: FileDescriptor, _ status: Stat, maxLength: Int
    ) throws(Failure) -> Contents {
        guard status.type != .directory, status.type != .blockSpecial else { throw .unfit(status.type) }
        let hasSize = status.type == .regular && status.size > 0
        // One byte more than there should be: a chunk that stays short of its size is the last.
        var size = min(maxLength, hasSize ? Int(status.size) + 1 : 64 << 10)
        var bytes = try chunk(of: descriptor, count: size)
        var isFull = bytes.count == size
        while isFull && bytes.count < maxLength {
            size = min(1 << 20, maxLength - bytes.count)
            let more = try chunk(of: descriptor, count: size)
            isFull = more.count == size
            bytes += more
        }
        return Contents(bytes: bytes, status: status)
    }

    /// Reads until there are `count` bytes, or no more.
    private static func chunk(of descriptor: FileDescriptor, count: Int) throws(Failure) -> [UInt8] {
        try system { () throws in
            unsafe try [UInt8](filling: count) { room, _ in
                while true {
                    do {
                        return unsafe try descriptor.read(into: room)
                    } catch Errno.resourceTemporarilyUnavailable {
                        // Whoever opened it does not want to be kept waiting; we do.
                        try descriptor.wait(for: .reading)
                    }
                }
            }
        }
    }

    private static func system<Result>(_ call: () throws -> Result) throws(Failure) -> Result {
        do { return try call() } catch { throw .system(error as? Errno ?? .ioError) }
    }
}

extension FileDescriptor {
    /// The bytes at a place of a regular file, fewer at its end.
    ///
    /// - Parameters:
    ///   - offset: the place, in bytes from the beginning.
    ///   - count: the most bytes.
    /// - Returns: the bytes.
    /// - Throws: the system's reason.
    func bytes(at offset: Int64, atMost count: Int) throws(Errno) -> [UInt8] {
        do {
            return unsafe try [UInt8](filling: count) { room, filled in
                unsafe try read(fromAbsoluteOffset: offset + Int64(filled), into: room)
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }
}

extension [UInt8] {
    /// Reads again and again, until there are `count` bytes or a read gets none.
    ///
    /// - Parameters:
    ///   - count: the most bytes.
    ///   - read: reads into a buffer; takes the number of bytes that are there already, returns that of those it has got.
    fileprivate init(filling count: Int, _ read: (UnsafeMutableRawBufferPointer, Int) throws -> Int) rethrows {
        unsafe try self.init(unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let room = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let got = unsafe try read(room, filled)
                if got == 0 { return }
                filled += got
            }
        }
    }
}
