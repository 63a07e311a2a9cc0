import Text

/// The words on manifests that a commit has and that are there no more, which every form of a result shares.
enum MissingFiles {
    /// The most files that are shown to a person.
    static let mostShown = 20
    /// The meaning of a file that is gone.
    static let meaning = "its images are not looked after; what is shared stays shared"

    /// A line about the files that are not shown; nil where all of them are.
    static func more(than files: [String]) -> String? {
        files.count > mostShown ? "… and \(files.count - mostShown) more files" : nil
    }

    /// The heading and a line a file; none where there is no such file.
    static func markdown(_ files: [String]) -> [String] {
        guard !files.isEmpty else { return [] }
        let lines = files.prefix(mostShown).map {
            "- \(MarkdownText.code($0)): in the commit, and not here: \(meaning)\n"
        }
        return ["\n#### Files that are gone\n\n"] + lines + (more(than: files).map { ["- \($0)\n"] } ?? [])
    }
}

extension JSONWriter {
    /// Writes the field that lists the manifests that the commit has and that are there no more, where there are any.
    mutating func missingFiles(_ files: [String]) {
        if !files.isEmpty { array("missing_files", files) { $0.value($1) } }
    }
}
