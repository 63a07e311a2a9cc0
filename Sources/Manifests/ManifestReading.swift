internal import ImageSharing
internal import YAML

/// One run over all files: what they ask for, and what is wrong with them.
struct ManifestReading {
    private let limits: YAMLLimits
    private var manifests: [Manifest] = []
    private var files: [String] = []
    private var issues = ManifestIssues()
    /// Where each image is asked for; filled from the second file on, because within one file YAML finds it.
    private var places: [ImageID: SourceLocation] = [:]

    /// What was read so far, to tell one content from another.
    private var fingerprint: Fingerprint?
    /// What Git calls each file's content.
    private var blobs: [String: String] = [:]
    private let blobHash: BlobHash?

    init(maximumFileSize: Int, takesFingerprint: Bool, blobHash: BlobHash? = nil) {
        self.blobHash = blobHash
        limits = YAMLLimits(bytes: maximumFileSize)
        fingerprint = takesFingerprint ? Fingerprint() : nil
    }

    /// Takes a file's text.
    mutating func add(_ bytes: consuming [UInt8], of file: String) {
        let (firstError, firstWarning) = (issues.errors.count, issues.warnings.count)
        defer { issues.sort(errorsFrom: firstError, warningsFrom: firstWarning) }
        if files.count == 1 { remember(manifests) }
        files.append(file)
        fingerprint?.add(bytes, of: file)
        if let blobHash { blobs[file] = blobHash.digits(of: bytes) }

        var mistakes = YAMLMistakes()
        let document: YAMLDocument?
        do {
            document = try YAMLDocument(bytes, limits: limits, mistakes: &mistakes)
        } catch {
            document = nil
            issues.append(ManifestIssue(error, in: file))
        }
        for mistake in mistakes.kept { issues.append(ManifestIssue(mistake, in: file)) }
        issues.omit(.error, count: mistakes.omitted)

        guard let document else { return }
        var decoder = ManifestDecoder(document, file: file, issues: issues, elsewhere: places)
        let manifest = decoder.decode()
        issues = decoder.issues
        guard let manifest else { return }
        manifests.append(manifest)
        if files.count > 1 { remember([manifest]) }
    }

    /// Takes note of a file that could not be read.
    mutating func add(_ error: FileError, of file: String) {
        fingerprint?.add(Array(error.message.utf8), of: file)
        issues.append(
            ManifestIssue(
                severity: .error, file: file, source: nil, path: "", message: error.message, hint: error.hint,
                snippet: nil
            )
        )
    }

    /// The result of all files.
    consuming func finish() throws(ManifestErrors) -> LoadedManifest {
        guard issues.errors.isEmpty else {
            throw ManifestErrors(
                errors: issues.errors, omittedErrors: issues.omittedErrors, warnings: issues.warnings,
                omittedWarnings: issues.omittedWarnings, fingerprint: fingerprint?.digits, blobs: blobs
            )
        }
        return LoadedManifest(
            desired: DesiredState(manifests), files: files, warnings: issues.warnings,
            omittedWarnings: issues.omittedWarnings, blobs: blobs, fingerprint: fingerprint?.digits
        )
    }

    private mutating func remember(_ manifests: [Manifest]) {
        for image in manifests.flatMap(\.images) where places[image.id] == nil { places[image.id] = image.source }
    }
}

extension ManifestIssue {
    /// An error of the YAML below a manifest.
    fileprivate init(_ error: YAMLError, in file: String) {
        self.init(
            severity: .error, file: file,
            source: SourceLocation(file: file, line: error.mark.line, column: error.mark.column), path: error.path,
            message: error.message, hint: error.hint, snippet: error.snippet
        )
    }
}
