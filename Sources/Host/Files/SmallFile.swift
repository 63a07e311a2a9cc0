package import SystemPackage

/// Reads files that are expected to be small.
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

    /// The contents of a file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    ///   - source: what may be read: by default also devices, and pipes that a shell has opened.
    /// - Returns: the contents.
    /// - Throws: why not.
    package static func contents(
        of path: FilePath, limit: Int, from source: InputFile.Source = .anything
    ) throws(Failure) -> Contents {
        let contents: InputFile.Contents
        do throws(InputFile.Failure) {
            contents = try InputFile.contents(of: path, limit: limit, from: source)
        } catch {
            switch error {
            case .system(let number): throw .system(number)
            case .unfit: throw .notRegular
            }
        }
        guard contents.bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return Contents(bytes: contents.bytes, permissions: contents.permissions)
    }

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    ///   - source: what may be read.
    /// - Returns: the bytes.
    /// - Throws: why not.
    package static func bytes(
        of path: FilePath, limit: Int, from source: InputFile.Source = .anything
    ) throws(Failure) -> [UInt8] {
        try contents(of: path, limit: limit, from: source).bytes
    }

    /// The text of a file.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - limit: the most bytes.
    ///   - source: what may be read.
    /// - Returns: the text.
    /// - Throws: why not.
    package static func text(
        of path: FilePath, limit: Int, from source: InputFile.Source = .anything
    ) throws(Failure) -> String {
        guard let text = String(validating: try bytes(of: path, limit: limit, from: source), as: UTF8.self) else {
            throw .notText
        }
        return text
    }
}
