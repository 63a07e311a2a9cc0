import Transport
import SystemPackage

/// The clouds that can be named, for a shell that completes their names.
package enum CloudNames {
    /// Lists the names in clouds.yaml and secure.yaml.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - directory: the directory in which files are looked for first; by default the current one.
    /// - Returns: the names, sorted; none where a file cannot be read, because nobody can be told why.
    package static func known(environment: [String: String], directory: String = "") -> [String] {
        var warnings: [ConfigurationError.Issue] = []
        let files = try? CloudsFiles(environment: environment, directory: FilePath(directory), &warnings)
        return files?.clouds.keys.sorted() ?? []
    }
}
