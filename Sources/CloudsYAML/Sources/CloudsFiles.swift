import SystemPackage
import Transport

/// The clouds that are written down on this machine: clouds.yaml with secure.yaml over it.
struct CloudsFiles: Sendable {
    private let environment: [String: String]
    private let directory: FilePath
    /// Each cloud with what the files say about it: clouds.yaml first, then secure.yaml, which wins.
    private(set) var clouds: [String: [Setting]] = [:]
    /// The files that were read.
    private(set) var paths: [String] = []
    /// The file that should have been read, and cannot be; whoever needs a cloud of the files does not get past it.
    private(set) var obstacle: ConfigurationError.Issue?

    /// Finds and reads the files.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - directory: the directory that relative paths start from.
    ///   - warnings: where oddities go.
    /// - Throws: what is wrong with a file. `openstack` would go on to the next one, but what is written to the wrong
    ///   cloud is not taken back by a warning.
    init(
        environment: [String: String], directory: FilePath, _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) {
        self.environment = environment
        self.directory = directory
        // A secure.yaml in a directory behind that of clouds.yaml belongs to others, who may not want it read.
        var farthest = Int.max
        for kind in [CloudsFileKind.clouds, .secure] {
            switch try find(kind, farthest: farthest, &warnings) {
            case .nothing: continue
            case .obstacle(let issue): obstacle = obstacle ?? issue
            case .file(let file, let rank):
                farthest = rank
                let written = file.settings["clouds"]?.mapping
                if kind == .clouds, written == nil, !file.isEmpty {
                    warnings.append(
                        .init(message: "\(file.path) has no clouds in it", hint: "clouds stand below a key `clouds:`"))
                }
                for (name, entry) in written ?? [:] { clouds[name, default: []].append(entry) }
            }
        }
    }

    /// Finds a profile in clouds-public.yaml.
    ///
    /// - Parameters:
    ///   - name: the profile's name.
    ///   - warnings: where oddities go.
    /// - Returns: its settings; nil where there is no such file, or no such profile in it.
    /// - Throws: what is wrong with the file.
    mutating func profile(
        _ name: String, _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) -> Settings? {
        switch try find(.profiles, &warnings) {
        case .nothing: nil
        case .obstacle(let issue): throw ConfigurationError(issues: [issue])
        case .file(let file, _): file.settings["public-clouds"]?.mapping?[name]?.mapping?.named(&warnings)
        }
    }

    private mutating func find(
        _ kind: CloudsFileKind, farthest: Int = .max, _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) -> CloudsSearch {
        let search = try CloudsSearch(
            kind, environment: environment, directory: directory, farthest: farthest, &warnings)
        guard case .file(let file, _) = search else { return search }
        paths.append(file.path)
        if file.isReadableByEverybody, file.holdsSecrets {
            warnings.append(
                .init(
                    message: "\(file.path) holds a secret, and everybody on this machine may read it",
                    hint: "chmod 600 \(file.path)"
                )
            )
        }
        return search
    }
}

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
