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
    /// The real paths of the files and directories that were met, which is what makes circles of links harmless.
    private var met: Set<String> = []

    /// Follows paths: a file is itself, a directory is every `*.yaml` and `*.yml` below it.
    init(_ paths: [String]) {
        for path in paths {
            var isDirectory = false
            if path == "-" {
                add(file: path, realPath: path)
            } else if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory {
                let before = found.count
                let isNew = add(directory: path)
                if isNew && found.count == before {
                    found.append(.nothing(path, FileError("there is no *.yaml or *.yml file in this directory")))
                }
            } else {
                // Whether it can be read is found out by reading it.
                add(file: path, realPath: Self.realPath(path))
            }
        }
    }

    private mutating func add(file path: String, realPath: String) {
        if met.insert(realPath).inserted { found.append(.file(path)) }
    }

    /// Adds the files below a directory; tells whether nobody had been there before.
    @discardableResult
    private mutating func add(directory path: String) -> Bool {
        guard met.insert(Self.realPath(path)).inserted else { return false }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            found.append(
                .nothing(path, FileError("the directory may not be read", hint: "check its permissions: ls -ld")))
            return true
        }
        // The order of bytes, whatever the locale.
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
            let below = path.hasSuffix("/") ? path + name : path + "/" + name
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: below, isDirectory: &isDirectory) else {
                // A link that leads nowhere is a file that is missing.
                if Self.isManifest(name) { found.append(.nothing(below, FileError("this link leads nowhere"))) }
                continue
            }
            if isDirectory {
                add(directory: below)
            } else if Self.isManifest(name) {
                let realPath = Self.realPath(below)
                if Self.isRegular(realPath) {
                    add(file: below, realPath: realPath)
                } else {
                    // Nobody has asked for a pipe or a device: to read it could take for ever.
                    let hint = "remove it, or give it another ending than .yaml and .yml"
                    found.append(.nothing(below, FileError("this is not a regular file", hint: hint)))
                }
            }
        }
        return true
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
