// Manifests reads what users write: it finds the files, decodes their nodes into the desired state, and reports all
// mistakes at once, each with its place and a remedy. It asks nothing of a cloud and knows no command and no output
// format; bytes become nodes in YAML, and what a plan makes of the desired state belongs to ImageSharing.

internal import ImageSharing
internal import YAML

/// Reads manifests: from paths to what they ask for.
package struct ManifestLoader: Sendable {
    /// The version of the manifests that are read, as they say it themselves.
    package static let version = ManifestDecoder.version

    /// The largest file that is read, in bytes.
    let maximumFileSize: Int
    let kinds: Set<ManifestKind>
    private let takesFingerprint: Bool
    let blobHash: BlobHash?
    /// The files that need not be read again while nobody touches them.
    let known: KnownFiles?

    /// Makes a loader.
    ///
    /// - Parameters:
    ///   - kinds: the kinds of file that are wanted; another one is a mistake.
    ///   - maximumFileSize: the largest file that is read, in bytes.
    ///   - takesFingerprint: true to compute the manifests' fingerprint.
    ///   - blobHash: the function that gives Git's name of each file's content; nil where nobody asks.
    ///   - known: the files as they were last read, by a loader of the same kinds; nil to read each.
    package init(
        of kinds: Set<ManifestKind> = [.sharing], maximumFileSize: Int = 64 << 20, takesFingerprint: Bool = false,
        blobHash: BlobHash? = nil, known: KnownFiles? = nil
    ) {
        self.kinds = kinds
        self.maximumFileSize = maximumFileSize
        self.takesFingerprint = takesFingerprint
        self.blobHash = blobHash
        self.known = known
    }

    /// Reads all manifests that `paths` name, and goes on after a mistake, so that one run reports all.
    ///
    /// - Parameter paths: files, directories (every `*.yaml` and `*.yml` below them, sorted, hidden ones left out), and
    ///   `-` for standard input.
    /// - Returns: what they ask for together.
    /// - Throws: all mistakes of all of them.
    package func load(_ paths: [String]) throws(ManifestErrors) -> LoadedManifest {
        var operation = LoadOperation(
            kinds: kinds, maximumFileSize: maximumFileSize, takesFingerprint: takesFingerprint, blobHash: blobHash)
        for found in ManifestFiles(paths).found {
            switch found {
            case .file(let path):
                do throws(FileError) { try add(path, to: &operation) } catch { operation.add(error, of: path) }
            case .nothing(let path, let error):
                operation.add(error, of: path)
            }
        }
        known?.keep(operation.order)
        return try operation.finish()
    }

    /// Takes in a file: as it is known, where it is as it was and nothing of it is in a file before, else as it is read.
    private func add(_ path: String, to operation: inout LoadOperation) throws(FileError) {
        if let file = known?.file(path), file.hashes.function == blobHash, let content = file.content,
            operation.add(content, file.hashes, of: path)
        {
            return
        }
        guard let known else {
            let (bytes, _) = try ManifestFiles.contents(of: path, limit: maximumFileSize, as: kinds)
            operation.add(bytes, of: path)
            return
        }
        try known.read(path, limit: maximumFileSize, as: kinds, blobHash) { bytes, hashes in
            operation.add(bytes, hashes, of: path)
        }
    }

    /// Returns true if a file of that name is read where it is found in a directory.
    package static func isManifest(_ name: String) -> Bool { ManifestFiles.isManifest(name) }

    /// Reads one manifest that is in memory already.
    ///
    /// - Parameters:
    ///   - bytes: the manifest.
    ///   - name: the name of its file in locations.
    /// - Returns: what it asks for.
    /// - Throws: all its mistakes.
    package func load(_ bytes: consuming [UInt8], named name: String) throws(ManifestErrors) -> LoadedManifest {
        var operation = LoadOperation(
            kinds: kinds, maximumFileSize: maximumFileSize, takesFingerprint: takesFingerprint)
        operation.add(bytes, of: name)
        return try operation.finish()
    }
}

/// One run over all files, which gathers what they ask for, and what is wrong with them.
private struct LoadOperation {
    private let kinds: Set<ManifestKind>
    private let limits: YAMLLimits
    private var content = DecodedManifest()
    private var files: [String] = []
    /// The files, those that could not be read included, in order.
    private(set) var order: [String] = []
    private var issues = ManifestIssues()
    /// The places that no later file may repeat; filled from the second file on, because within one file YAML finds it.
    private var places = TakenPlaces()
    /// The names of the files that use or declare some.
    private var names: [FileNames] = []
    /// True if in some file nearly any text is an ID, also one that another file declares as a name.
    private var takesAnyID = false
    /// True if some file could not be read, so that nobody knows what it declares.
    private var isCut = false
    /// The fingerprint of what was read so far.
    private var fingerprint: Fingerprint?
    /// Git's name of each file's content.
    private var blobs: [String: String] = [:]
    private let blobHash: BlobHash?

    init(kinds: Set<ManifestKind>, maximumFileSize: Int, takesFingerprint: Bool, blobHash: BlobHash? = nil) {
        self.kinds = kinds
        self.blobHash = blobHash
        limits = YAMLLimits(bytes: maximumFileSize)
        fingerprint = takesFingerprint ? Fingerprint() : nil
    }

    /// Takes a file as it is known.
    ///
    /// - Returns: false if something of it is in a file before it, too: whoever says so needs its text.
    mutating func add(_ known: DecodedFile, _ hashes: FileHashes, of file: String) -> Bool {
        if files.count == 1 { places.take(content) }
        guard !places.has(known.content) else { return false }
        begin(file)
        take(hashes, of: file)
        take(known.content)
        takesAnyID = takesAnyID || known.takesAnyID
        return true
    }

    /// Takes a file's text.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - hashes: its hashes, where they are known.
    ///   - file: the file.
    /// - Returns: all that it says; nil where it has mistakes, or something to be judged together with the other files.
    @discardableResult
    mutating func add(_ bytes: consuming [UInt8], _ hashes: FileHashes? = nil, of file: String) -> DecodedFile? {
        let (firstError, firstWarning) = (issues.errors.count, issues.warnings.count)
        defer { issues.sort(errorsFrom: firstError, warningsFrom: firstWarning) }
        let omitted = issues.omittedErrors + issues.omittedWarnings
        if files.count == 1 { places.take(content) }
        begin(file)
        if let hashes {
            take(hashes, of: file)
        } else {
            fingerprint?.add(bytes, of: file)
            if let blobHash { blobs[file] = blobHash.digits(of: bytes) }
        }

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

        guard let document else {
            isCut = true
            return nil
        }
        var decoder = ManifestDecoder(document, file: file, kinds: kinds, issues: issues, elsewhere: places)
        let decoded = decoder.decode()
        issues = decoder.collector.issues
        take(decoded)
        takesAnyID = takesAnyID || decoder.rule == .any
        let hasNames = !decoder.uses.isEmpty || !decoder.ownNames.isEmpty
        if hasNames { names.append(decoder.names(in: document, file: file)) }
        let isFine =
            issues.errors.count == firstError && issues.warnings.count == firstWarning
            && issues.omittedErrors + issues.omittedWarnings == omitted
        return isFine && !hasNames ? DecodedFile(content: decoded, takesAnyID: decoder.rule == .any) : nil
    }

    private mutating func begin(_ file: String) {
        files.append(file)
        order.append(file)
    }

    private mutating func take(_ hashes: FileHashes, of file: String) {
        fingerprint?.add(digits: hashes.content, of: file)
        blobs[file] = hashes.blob
    }

    private mutating func take(_ decoded: DecodedManifest) {
        content += decoded
        if files.count > 1 { places.take(decoded) }
    }

    /// Takes note of a file that could not be read.
    mutating func add(_ error: FileError, of file: String) {
        fingerprint?.add(Array(error.message.utf8), of: file)
        isCut = true
        order.append(file)
        issues.append(
            ManifestIssue(
                severity: .error, file: file, source: nil, path: "", message: error.message, hint: error.hint,
                snippet: nil
            )
        )
    }

    /// The result of all files.
    consuming func finish() throws(ManifestErrors) -> LoadedManifest {
        if !names.isEmpty { checkNames() }
        if issues.errors.isEmpty {
            let manifest = Manifest(content)
            let desired = manifest.resolve(CloudAnswers())
            checkRows(of: desired)
            if issues.errors.isEmpty {
                return LoadedManifest(
                    manifest: manifest, desired: desired, files: files, warnings: issues.warnings,
                    omittedWarnings: issues.omittedWarnings, blobs: blobs, fingerprint: fingerprint?.digits
                )
            }
        }
        throw ManifestErrors(
            errors: issues.errors, omittedErrors: issues.omittedErrors, warnings: issues.warnings,
            omittedWarnings: issues.omittedWarnings, fingerprint: fingerprint?.digits, blobs: blobs
        )
    }

    /// Judges the names of all files, and sorts the groups.
    private mutating func checkNames() {
        let declared = Set(names.flatMap(\.declared))
        let claimed = takesAnyID ? content.claim(declared) : []
        var check = NameCheck(
            groups: content.groups, sets: Set(content.sets.map(\.name)), files: names, claimed: claimed,
            knowsAllNames: !isCut)
        for file in names { check.report(file, into: &issues) }
        check.reportRest(into: &issues)
        // Of files with mistakes nobody knows what they were to use.
        if issues.errors.isEmpty {
            for file in names { check.reportUnused(file, into: &issues) }
        }
        content.groups = check.order
        issues.sort(by: order)
    }

    /// Reports what would come out wrong whatever the cloud says: too many rows, and rows that contradict each other.
    private mutating func checkRows(of desired: DesiredState) {
        // Each file is walked once for the lines of all its mistakes.
        var lines: [String: SourceLines] = [:]
        for problem in desired.problems {
            switch problem.code {
            case .tooManyRows, .membersContradictory: report(problem, &lines)
            default: break
            }
        }
        issues.sort(by: order)
    }

    /// Reports a problem as a mistake, with the line where the text of its file is still there.
    private mutating func report(_ problem: Problem, _ lines: inout [String: SourceLines]) {
        let path = problem.image.map {
            NodePath().appending(key: RootKey.images.rawValue).appending(key: $0.description)
        }
        guard let source = problem.source, let file = names.first(where: { $0.file == source.file }) else {
            issues.append(
                ManifestIssue(
                    severity: .error, file: problem.source?.file ?? order.first ?? "", source: problem.source,
                    path: path?.text ?? "", message: problem.message, hint: problem.hint, snippet: nil))
            return
        }
        var collector = IssueCollector(file.document, file: file.file, issues: issues, lines: lines[file.file])
        collector.error(
            at: Mark(line: source.line, column: source.column), path ?? NodePath(), problem.message,
            hint: problem.hint)
        issues = collector.issues
        lines[file.file] = collector.lines
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
