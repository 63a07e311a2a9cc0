internal import Host
internal import SystemPackage

/// The manifest files that paths name: the only part that lists directories and reads files.
struct ManifestFiles {
    /// The end of a path: a file, or nothing that can be read.
    enum Found: Hashable {
        case file(String)
        case nothing(String, FileError)
    }

    /// The files in the order of the paths, each once however many ways lead to it.
    private(set) var found: [Found] = []
    /// The real paths of the files that were met.
    private var files: Set<String> = []
    /// The real paths of the directories that were met, which is what makes circles of links harmless, and whether
    /// there is anything to read below them.
    private var directories: [String: Bool] = [:]

    /// Follows paths: a file is itself, a directory is every `*.yaml` and `*.yml` below it.
    init(_ paths: [String]) {
        for path in paths {
            if path == "-" {
                add(file: path, realPath: path)
            } else if (try? Stat(FilePath(path)))?.type == .directory {
                let isNew = directories[Self.realPath(path)] == nil
                if !add(directory: path) && isNew {
                    found.append(.nothing(path, FileError("there is no *.yaml or *.yml file in this directory")))
                }
            } else {
                // Whether it can be read is found out by reading it.
                add(file: path, realPath: Self.realPath(path))
            }
        }
    }

    /// Returns true if a file of that name is read where it is found in a directory.
    static func isManifest(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    private mutating func add(file path: String, realPath: String) {
        if files.insert(realPath).inserted { found.append(.file(path)) }
    }

    /// Adds the files below a directory.
    ///
    /// - Returns: true if there are any, be they new or met before.
    private mutating func add(directory path: String) -> Bool {
        let realPath = Self.realPath(path)
        if let hasFiles = directories[realPath] { return hasFiles }
        // A circle of links leads back to nothing more.
        directories[realPath] = false
        let hasFiles: Bool
        do throws(FileError) {
            hasFiles = try add(below: path)
        } catch {
            // What cannot be looked at may hold manifests: it is not left out in silence.
            found.append(.nothing(path, error))
            hasFiles = true
        }
        directories[realPath] = hasFiles
        return hasFiles
    }

    private mutating func add(below path: String) throws(FileError) -> Bool {
        var hasFiles = false
        let names: [[UInt8]]
        do throws(Errno) {
            names = try DirectoryNames.read(FilePath(path))
        } catch {
            throw FileError(directory: error)
        }
        for name in names where name.first != UInt8(ascii: ".") {
            let below = (path.hasSuffix("/") ? path : path + "/") + String(decoding: name, as: UTF8.self)
            guard String(validating: name, as: UTF8.self) != nil else {
                guard Self.isManifest(below) || Self.mayBeDirectory(name, in: path) else {
                    continue
                }
                hasFiles = true
                found.append(.nothing(below, .nameIsNotText))
                continue
            }
            if try add(entry: below) { hasFiles = true }
        }
        return hasFiles
    }

    /// Adds an entry of a directory.
    ///
    /// - Returns: true if it is, or may hold, a manifest.
    private mutating func add(entry path: String) throws(FileError) -> Bool {
        let type: FileType
        do throws(Errno) {
            type = try Stat(FilePath(path)).type
        } catch {
            guard let failure = try Self.failure(error, at: path) else { return false }
            found.append(.nothing(path, failure))
            return true
        }
        if type == .directory { return add(directory: path) }
        guard Self.isManifest(path) else { return false }
        if type == .regular {
            add(file: path, realPath: Self.realPath(path))
        } else {
            // Nobody has asked for a pipe or a device: to read it could take for ever.
            let hint = "remove it, or give it another ending than .yaml and .yml"
            found.append(.nothing(path, FileError("this is not a regular file", hint: hint)))
        }
        return true
    }

    /// The reason why nobody knows what an entry of a directory is; nil where it has gone meanwhile.
    ///
    /// - Throws: a reason that holds for everything in the directory.
    private static func failure(_ number: Errno, at path: String) throws(FileError) -> FileError? {
        do throws(Errno) {
            guard try Stat(FilePath(path), followTargetSymlink: false).type == .symbolicLink else {
                return FileError(number)
            }
        } catch {
            switch error {
            case .noSuchFileOrDirectory: return nil
            case .permissionDenied:
                throw FileError(
                    "this user may not enter the directory, only list it", hint: "check its permissions: ls -ld")
            default: throw FileError(error)
            }
        }
        switch number {
        // What is missing may have been a manifest, or a directory of them.
        case .noSuchFileOrDirectory:
            return FileError("this link leads nowhere", hint: "mend it or remove it; a hidden one is left out")
        case .permissionDenied:
            return FileError("this link leads to where this user may not go", hint: "check the permissions: ls -ld")
        default: return FileError(number)
        }
    }

    /// The path without links and dot segments; the path itself where it leads nowhere.
    private static func realPath(_ path: String) -> String {
        SystemCalls.realPath(FilePath(path))?.string ?? path
    }

    /// Returns true if a name, be it text or not, is that of a directory, or of something whose kind cannot be found out.
    private static func mayBeDirectory(_ name: [UInt8], in directory: String) -> Bool {
        let path = Array(directory.utf8) + [UInt8(ascii: "/")] + name + [0]
        let status = try? unsafe Stat(FilePath(platformString: path.map(CInterop.PlatformChar.init(bitPattern:))))
        return status.map { $0.type == .directory } ?? true
    }
}

extension ManifestFiles {
    /// Reads a file straight into the array that its text stays in.
    ///
    /// - Parameters:
    ///   - path: the file's path, or `-` for standard input.
    ///   - limit: the most bytes; one more is read than that, so that the reader of the text can refuse it.
    ///   - kinds: the kinds of file that are wanted.
    /// - Returns: the bytes, and the identity of the file that was opened.
    /// - Throws: why the system did not give them.
    static func contents(
        of path: String, limit: Int, as kinds: Set<ManifestKind>
    ) throws(FileError) -> (bytes: [UInt8], identity: FileIdentity) {
        do throws(FileReader.Failure) {
            let read =
                path == "-"
                ? try FileReader.beginning(of: .standardInput, maxLength: limit + 1)
                : try FileReader.beginning(of: FilePath(path), maxLength: limit + 1)
            return (read.bytes, FileIdentity(read.status))
        } catch {
            throw FileError(error, at: path, as: kinds)
        }
    }
}
