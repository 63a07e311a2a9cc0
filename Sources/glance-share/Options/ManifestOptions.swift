import ArgumentParser
import Manifests

/// The options that name the manifests.
struct ManifestOptions: ParsableArguments, FileOptions {
    @Option(
        name: [.short, .customLong("file")],
        help: ArgumentHelp(
            "A manifest, a directory of manifests (*.yaml, *.yml), or - for standard input; can be repeated.",
            discussion: "Without it: $GLANCE_SHARE_FILE, then sharing.yaml.", valueName: "path"
        ),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var files: [String] = []

    func validate() throws {
        // An unset variable of a script, more often than not.
        if files.contains("") { throw ValidationError("-f is empty; name a file, a directory or -.") }
    }

    func paths(environment: [String: String]) -> [String] {
        if !files.isEmpty { return files }
        guard let file = environment["GLANCE_SHARE_FILE"], !file.isEmpty else { return ["sharing.yaml"] }
        return [file]
    }

    /// The files to read where they may be those of trusted owners.
    ///
    /// - Parameters:
    ///   - environment: the environment.
    ///   - kind: the kind that is meant.
    /// - Returns: the files.
    func paths(environment: [String: String], of kind: ManifestKind) -> [String] {
        kind == .trust && files.isEmpty ? [TrustOptions.defaultFile] : paths(environment: environment)
    }
}
