import SystemPackage

/// The clouds that are written down on this machine: clouds.yaml with secure.yaml over it.
struct CloudsFiles: Sendable {
    private let environment: [String: String]
    private let directory: FilePath
    /// Each cloud with what the files say about it.
    private(set) var clouds: [String: Setting] = [:]
    /// The files that were read.
    private(set) var paths: [String] = []
    /// What is odd, but in nobody's way.
    private(set) var warnings: [ConfigurationError.Issue] = []

    /// Finds and reads the files.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - directory: the directory that relative paths start from.
    /// - Throws: what is wrong with a file. `openstack` would go on to the next one, but what is written to the wrong
    ///   cloud is not taken back by a warning.
    init(environment: [String: String], directory: FilePath) throws(ConfigurationError) {
        self.environment = environment
        self.directory = directory
        let written = try read(.clouds)
        let kept = try read(.secure)
        if let file = written, file.settings["clouds"]?.mapping == nil {
            warnings.append(
                .init(message: "\(file.path) has no clouds in it", hint: "clouds stand below a key `clouds:`"))
        }
        let merged = (written?.settings ?? [:]).mergedDeeply(under: kept?.settings ?? [:])
        clouds = merged["clouds"]?.mapping ?? [:]
    }

    /// What clouds-public.yaml says about a profile.
    ///
    /// - Parameter name: the profile's name.
    /// - Returns: its settings; nil where there is no such file, or no such profile in it.
    /// - Throws: what is wrong with the file.
    mutating func profile(_ name: String) throws(ConfigurationError) -> Settings? {
        try read(.profiles)?.settings["public-clouds"]?.mapping?[name]?.mapping
    }

    /// The first file of a kind that may be read.
    private mutating func read(_ kind: CloudsFileKind) throws(ConfigurationError) -> CloudsFile? {
        let isNamed = kind.variable.flatMap { environment[$0] }?.isEmpty == false
        for (index, path) in kind.places(environment: environment, directory: directory).enumerated() {
            do throws(CloudsFile.Failure) {
                let file = try CloudsFile(path)
                paths.append(file.path)
                warnAboutReaders(of: file)
                return file
            } catch {
                switch error {
                case .invalid(let issue): throw ConfigurationError(issues: [issue])
                case .unreadable(let reason) where isNamed && index == 0:
                    throw ConfigurationError(issues: [
                        .init(
                            message: "\(kind.variable ?? "") is \(path), which cannot be read: \(reason)",
                            hint: "mend the variable, or unset it to have the file looked for"
                        )
                    ])
                case .unreadable(.system(.noSuchFileOrDirectory)), .unreadable(.system(.notDirectory)): continue
                case .unreadable(let reason):
                    warnings.append(.init(message: "\(path) is passed over: \(reason)"))
                }
            }
        }
        return nil
    }

    private mutating func warnAboutReaders(of file: CloudsFile) {
        guard file.isReadableByEverybody, file.holdsSecrets else { return }
        warnings.append(
            .init(
                message: "\(file.path) holds a secret, and everybody on this machine may read it",
                hint: "chmod 600 \(file.path)"
            )
        )
    }
}
