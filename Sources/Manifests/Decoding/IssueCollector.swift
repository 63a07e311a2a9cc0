internal import ImageSharing
internal import Text
internal import YAML

/// Collects the issues of one file with their place and line.
struct IssueCollector {
    private let document: YAMLDocument
    private let file: String
    private let source: SourceFile
    /// The file's lines, looked up only when there is something to show.
    private(set) var lines: SourceLines?

    private(set) var issues: ManifestIssues

    init(_ document: YAMLDocument, file: String, issues: ManifestIssues, lines: SourceLines? = nil) {
        self.lines = lines
        self.document = document
        self.file = file
        source = SourceFile(file)
        self.issues = issues
    }

    /// The place of a mark in the file.
    func location(_ mark: Mark) -> SourceLocation {
        SourceLocation(in: source, line: mark.line, column: mark.column)
    }

    /// Collects an error.
    mutating func error(
        at mark: Mark, _ path: @autoclosure () -> NodePath, _ message: @autoclosure () -> String,
        hint: @autoclosure () -> String? = nil
    ) {
        collect(.error, at: mark, path(), message(), hint: hint())
    }

    /// Counts an error for which there is no more room.
    mutating func omitError() {
        issues.omit(.error)
    }

    /// Collects a mistake of an ID as an error.
    mutating func error(
        at mark: Mark, _ path: @autoclosure () -> NodePath, _ mistake: @autoclosure () -> IdentifierMistake
    ) {
        guard issues.keepsMore(.error) else { return issues.omit(.error) }
        let mistake = mistake()
        collect(.error, at: mark, path(), mistake.message, hint: mistake.hint)
    }

    /// Collects a warning.
    mutating func warning(
        at mark: Mark, _ path: @autoclosure () -> NodePath, _ message: @autoclosure () -> String,
        hint: @autoclosure () -> String? = nil
    ) {
        collect(.warning, at: mark, path(), message(), hint: hint())
    }

    /// Collects a warning of a project's ID with dashes, which it may not be to Keystone.
    mutating func warnOfDashes(in project: ProjectID, at mark: Mark, _ path: @autoclosure () -> NodePath) {
        guard project.isDashed else { return }
        let text = project.description
        warning(
            at: mark, path(), "\(text.quotedForDisplay()) has dashes, which Keystone's project IDs do not have",
            hint: "if it is the same project, write \(text.filter { $0 != "-" })"
        )
    }

    /// Collects an entry that is in its list already.
    mutating func reportRepeated(_ kind: String, at mark: Mark, _ path: @autoclosure () -> NodePath, first: Mark) {
        error(at: mark, path(), "this \(kind) is already in \(first)", hint: "remove one of the two lines")
    }

    /// Refuses `<<`, which YAML 1.2 no longer has and which hides where a member comes from.
    mutating func refuseMergeKey(at mark: Mark, _ path: NodePath) {
        error(
            at: mark, path, "the merge key (<<) is not supported",
            hint: "give an alias as a whole value instead, like `members: *group`"
        )
    }

    private mutating func collect(
        _ severity: ManifestIssue.Severity, at mark: Mark, _ path: @autoclosure () -> NodePath,
        _ message: @autoclosure () -> String, hint: @autoclosure () -> String?
    ) {
        guard issues.keepsMore(severity) else { return issues.omit(severity) }
        let lines = self.lines ?? document.lines()
        self.lines = lines
        issues.append(
            ManifestIssue(
                severity: severity, file: file, source: location(mark), path: path().text, message: message(),
                hint: hint(), snippet: lines.snippet(at: mark)
            )
        )
    }
}
