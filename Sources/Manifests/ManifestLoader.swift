/// Reads manifests: from paths to what they ask for.
package struct ManifestLoader: Sendable {
    /// The version of the manifests that it reads, as they say it themselves.
    package static let version = "1"

    /// The largest file that is read, in bytes.
    let maximumFileSize: Int
    private let takesFingerprint: Bool
    let blobHash: BlobHash?

    /// Makes a loader.
    ///
    /// - Parameters:
    ///   - maximumFileSize: the largest file that is read, in bytes.
    ///   - takesFingerprint: whether to compute what tells one content from another.
    ///   - blobHash: how to compute what Git calls each file's content; nil where nobody asks.
    package init(maximumFileSize: Int = 64 << 20, takesFingerprint: Bool = false, blobHash: BlobHash? = nil) {
        self.maximumFileSize = maximumFileSize
        self.takesFingerprint = takesFingerprint
        self.blobHash = blobHash
    }

    /// Reads all manifests that `paths` name, and goes on after a mistake, so that one run tells of all.
    ///
    /// - Parameter paths: files, directories (every `*.yaml` and `*.yml` below them, sorted, hidden ones left out), and
    ///   `-` for standard input.
    /// - Returns: what they ask for together.
    /// - Throws: everything that is wrong with any of them.
    package func load(_ paths: [String]) throws(ManifestErrors) -> LoadedManifest {
        var reading = ManifestReading(
            maximumFileSize: maximumFileSize, takesFingerprint: takesFingerprint, blobHash: blobHash)
        for found in ManifestFiles(paths).found {
            switch found {
            case .file(let path):
                do {
                    reading.add(try FileBytes.read(path, limit: maximumFileSize), of: path)
                } catch {
                    reading.add(error, of: path)
                }
            case .nothing(let path, let error):
                reading.add(error, of: path)
            }
        }
        return try reading.finish()
    }

    /// Whether a file of that name is read where it is found in a directory.
    package static func isManifest(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    /// Reads one manifest that is in memory already.
    ///
    /// - Parameters:
    ///   - bytes: the manifest.
    ///   - name: what to call it in locations.
    /// - Returns: what it asks for.
    /// - Throws: everything that is wrong with it.
    package func load(_ bytes: consuming [UInt8], named name: String) throws(ManifestErrors) -> LoadedManifest {
        var reading = ManifestReading(maximumFileSize: maximumFileSize, takesFingerprint: takesFingerprint)
        reading.add(bytes, of: name)
        return try reading.finish()
    }
}
