import FoundationEssentials

/// A folder for the files that trust settings name.
struct PEMFolder {
    private let path: String

    /// Runs `body` with a folder of its own.
    static func with<Result>(_ body: (PEMFolder) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "glance-share-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(PEMFolder(path: folder.path))
    }

    /// Writes a file.
    ///
    /// - Returns: its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: self[name]))
        return self[name]
    }

    /// The path of a file.
    subscript(_ name: String) -> String { path + "/" + name }
}
