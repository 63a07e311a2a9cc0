import ArgumentParser

/// The options that name the files of trusted owners.
struct TrustOptions: ParsableArguments, FileOptions {
    /// The file that is read where none is named.
    static let defaultFile = "trust.yaml"

    @Option(
        name: [.short, .customLong("file")],
        help: ArgumentHelp(
            "A file of trusted owners, a directory of such files (*.yaml, *.yml), or - for standard input; can be repeated.",
            discussion: "Without it: \(TrustOptions.defaultFile).", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var files: [String] = []

    func validate() throws {
        // An unset variable of a script, more often than not.
        if files.contains("") { throw ValidationError("-f is empty; name a file, a directory or -.") }
    }

    func paths(environment: [String: String]) -> [String] { files.isEmpty ? [Self.defaultFile] : files }
}
