import SystemPackage

/// The clouds that can be named, for a shell that completes their names.
package enum CloudNames {
    /// The names in clouds.yaml and secure.yaml, sorted; none where a file cannot be read, because nobody can be told why.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - directory: the directory in which files are looked for first; by default the current one.
    package static func known(environment: [String: String], directory: String = "") -> [String] {
        let files = try? CloudsFiles(environment: environment, directory: FilePath(directory))
        return files?.clouds.keys.sorted() ?? []
    }
}
