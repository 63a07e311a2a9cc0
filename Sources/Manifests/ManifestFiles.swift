internal import FoundationEssentials

/// Finds the manifest files that paths name: the only part that looks at directories.
struct ManifestFiles {
    /// What a path led to.
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
            var isDirectory = false
            if path == "-" {
                add(file: path, realPath: path)
            } else if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory {
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

    private mutating func add(file path: String, realPath: String) {
        if files.insert(realPath).inserted { found.append(.file(path)) }
    }

    /// Adds the files below a directory; tells whether there are any, be they new or met before.
    private mutating func add(directory path: String) -> Bool {
        let realPath = Self.realPath(path)
        if let hasFiles = directories[realPath] { return hasFiles }
        // A circle of links leads back to nothing more.
        directories[realPath] = false
        let hasFiles = add(below: path)
        directories[realPath] = hasFiles
        return hasFiles
    }

    private mutating func add(below path: String) -> Bool {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            found.append(
                .nothing(path, FileError("the directory may not be read", hint: "check its permissions: ls -ld")))
            return true
        }
        var hasFiles = false
        // The order of bytes, whatever the locale.
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
            let below = path.hasSuffix("/") ? path + name : path + "/" + name
            var isDirectory = false
            let exists = FileManager.default.fileExists(atPath: below, isDirectory: &isDirectory)
            if isDirectory {
                if add(directory: below) { hasFiles = true }
            } else if Self.isManifest(name) {
                hasFiles = true
                add(found: below, exists: exists)
            }
        }
        return hasFiles
    }

    /// Adds what has the name of a manifest below a directory.
    private mutating func add(found path: String, exists: Bool) {
        let realPath = Self.realPath(path)
        if !exists {
            // A link that leads nowhere is a file that is missing.
            found.append(.nothing(path, FileError("this link leads nowhere")))
        } else if Self.isRegular(realPath) {
            add(file: path, realPath: realPath)
        } else {
            // Nobody has asked for a pipe or a device: to read it could take for ever.
            let hint = "remove it, or give it another ending than .yaml and .yml"
            found.append(.nothing(path, FileError("this is not a regular file", hint: hint)))
        }
    }

    private static func isManifest(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    private static func isRegular(_ realPath: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: realPath)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    private static func realPath(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
