import FoundationEssentials
import SystemPackage

/// A directory of one test, removed with everything in it when the test has ended.
package final class ScratchDirectory: Sendable {
    /// Its path, without symbolic links.
    package let path: String

    /// Makes it.
    package init() throws {
        path = "/tmp/glance-share-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in it.
    package func at(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, and makes the directories that it needs.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        let file = FilePath(at(name))
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file.string))
        return file.string
    }

    /// Makes a symbolic link.
    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: at(name), withDestinationPath: target)
    }

    /// The text of a file.
    package func read(_ name: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: at(name))), as: UTF8.self)
    }

    /// The names of everything in it, sorted.
    package func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
