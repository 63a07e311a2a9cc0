internal import Synchronization
internal import SystemPackage

/// The files of manifests as they were last read, for whoever reads them again and again: one that nobody has touched since is
/// not opened.
///
/// When in doubt, a file is read: what is known of it counts only while the file system says that it is the same, and only
/// if the last change was so long before the reading that a later one must have another time (Git calls a file for which that
/// does not hold racily clean).
package final class KnownFiles: Sendable {
    private let access: FileAccess
    private let files = Mutex<[String: KnownFile]>([:])

    /// Makes a memory that knows no file.
    ///
    /// - Parameter now: the time by which files are written, in seconds since 1970.
    package convenience init(now: @escaping @Sendable () -> Double) {
        self.init(
            FileAccess(
                now: now, identity: { try? FileIdentity(of: $0) },
                read: { path, limit, kinds throws(FileError) in
                    try ManifestFiles.contents(of: path, limit: limit, as: kinds)
                }))
    }

    /// Makes a memory that knows no file.
    ///
    /// - Parameter access: the way to the files.
    init(_ access: FileAccess) { self.access = access }

    /// Forgets all files, so that each is read, touched or not.
    package func forget() { files.withLock { $0 = [:] } }

    /// Forgets all files but some, which are still there.
    func keep(_ paths: some Sequence<String>) {
        let paths = Set(paths)
        files.withLock { files in files = files.filter { paths.contains($0.key) } }
    }

    /// Returns all that is known of a file that is as it was; nil where it has to be read.
    func file(_ path: String) -> KnownFile? {
        guard let known = files.withLock({ $0[path] }), access.identity(path) == known.identity else { return nil }
        return known
    }

    /// Reads a file, and remembers what comes of it, unless a change that comes next could go unseen.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - limit: the most bytes.
    ///   - kinds: the kinds of files that are wanted.
    ///   - function: the function that gives Git's name of its content; nil where nobody asks.
    ///   - decode: makes of the bytes what is to be remembered.
    /// - Returns: the hashes of its bytes.
    /// - Throws: why the system did not give them.
    @discardableResult
    func read(
        _ path: String, limit: Int, as kinds: Set<ManifestKind>, _ function: BlobHash?,
        _ decode: (consuming [UInt8], FileHashes) -> DecodedFile?
    ) throws(FileError) -> FileHashes {
        let beginning = access.now()
        let (bytes, identity) = try access.read(path, limit, kinds)
        let hashes = FileHashes(of: bytes, function)
        let file = KnownFile(identity: identity, hashes: hashes, content: decode(bytes, hashes))
        let isSettled = identity.isReliable(at: beginning) && access.identity(path) == identity
        files.withLock { $0[path] = isSettled ? file : nil }
        return hashes
    }
}

/// The way to the files of manifests.
struct FileAccess: Sendable {
    /// The time by which files are written, in seconds since 1970.
    let now: @Sendable () -> Double
    /// The identity of the file that a path leads to; nil where there is none.
    let identity: @Sendable (String) -> FileIdentity?
    /// Reads the file that a path leads to, up to a limit, as one of some kinds of manifest; the identity is that of the file
    /// that was opened.
    let read: @Sendable (String, Int, Set<ManifestKind>) throws(FileError) -> (bytes: [UInt8], identity: FileIdentity)
}

/// All that is known of a file that was read.
struct KnownFile: Sendable {
    /// The identity by which it is told from a changed one.
    let identity: FileIdentity
    /// The hashes of its bytes.
    let hashes: FileHashes
    /// All that it says; nil where that has to be read together with the other files.
    let content: DecodedFile?
}

/// The hashes of a file's bytes.
struct FileHashes: Sendable, Equatable {
    /// The SHA-256.
    let content: String
    /// Git's name of it, and the function that gives it; nil where nobody asked.
    let blob: String?
    let function: BlobHash?

    /// Computes the hashes.
    init(of bytes: [UInt8], _ function: BlobHash?) {
        content = Fingerprint.digits(of: bytes)
        blob = function?.digits(of: bytes)
        self.function = function
    }
}

/// A file without mistakes and without names that another file could declare: what it says is settled by its own text.
struct DecodedFile: Sendable {
    let content: DecodedManifest
    /// True if in it nearly any text is an ID, also one that another file declares as a name.
    let takesAnyID: Bool
}
