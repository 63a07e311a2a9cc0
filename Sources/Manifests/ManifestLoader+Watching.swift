/// The names and the contents of a manifest's files.
package struct ManifestContents: Sendable, Equatable {
    /// The files, those that cannot be read included.
    package let files: [String]
    /// The SHA-256 of what was read, as `LoadedManifest.fingerprint` has it.
    package let fingerprint: String
    /// Git's name of each file's content, where somebody asks.
    package let blobs: [String: String]

    /// Makes contents.
    package init(files: [String], fingerprint: String, blobs: [String: String] = [:]) {
        self.files = files
        self.fingerprint = fingerprint
        self.blobs = blobs
    }
}

/// The operations for callers that read manifests again and again.
extension ManifestLoader {
    /// The state of the files that `paths` name, as the file system has it; nothing is opened.
    package func stamp(of paths: [String]) -> ManifestStamp {
        ManifestStamp(of: ManifestFiles(paths).found)
    }

    /// The files that `paths` name, those that cannot be read included; nothing is opened.
    package func files(of paths: [String]) -> [String] {
        ManifestFiles(paths).found.map(\.path)
    }

    /// The names and contents of the files that `paths` name; nothing is decoded.
    package func contents(of paths: [String]) -> ManifestContents {
        let found = ManifestFiles(paths).found
        var fingerprint = Fingerprint()
        var blobs: [String: String] = [:]
        for found in found {
            switch found {
            case .file(let path):
                do throws(FileError) {
                    let hashes = try hashes(of: path)
                    fingerprint.add(digits: hashes.content, of: path)
                    blobs[path] = hashes.blob
                } catch {
                    fingerprint.add(Array(error.message.utf8), of: path)
                }
            case .nothing(let path, let error):
                fingerprint.add(Array(error.message.utf8), of: path)
            }
        }
        return ManifestContents(files: found.map(\.path), fingerprint: fingerprint.digits, blobs: blobs)
    }

    private func hashes(of path: String) throws(FileError) -> FileHashes {
        if let file = known?.file(path), file.hashes.function == blobHash { return file.hashes }
        guard let known else {
            return FileHashes(
                of: try ManifestFiles.contents(of: path, limit: maximumFileSize, as: kinds).bytes, blobHash)
        }
        return try known.read(path, limit: maximumFileSize, as: kinds, blobHash) { _, _ in nil }
    }
}

extension ManifestFiles.Found {
    fileprivate var path: String {
        switch self {
        case .file(let path), .nothing(let path, _): path
        }
    }
}
