import SystemPackage

/// What comes of looking for a file of one kind: the first that is there counts, and no other.
enum CloudsSearch {
    /// There is one.
    case file(CloudsFile)
    /// There is one, and it cannot be read: to go on to the next would lead to another cloud.
    case obstacle(ConfigurationError.Issue)
    /// There is none.
    case nothing

    /// Looks in all the places.
    ///
    /// - Parameters:
    ///   - kind: the kind of file.
    ///   - environment: the process's variables.
    ///   - directory: the directory that relative paths start from.
    ///   - warnings: where directories are told that nobody may look into.
    /// - Throws: what is wrong with the file, or why the one that a variable names cannot be read.
    init(
        _ kind: CloudsFileKind, environment: [String: String], directory: FilePath,
        _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) {
        let isNamed = kind.variable.flatMap { environment[$0] }?.isEmpty == false
        for (index, path) in kind.places(environment: environment, directory: directory).enumerated() {
            let reason: SmallFile.Failure
            do throws(CloudsFile.Failure) {
                self = .file(try CloudsFile(path))
                return
            } catch {
                switch error {
                case .invalid(let issue): throw ConfigurationError(issues: [issue])
                case .unreadable(let failure): reason = failure
                }
            }
            if isNamed, index == 0 {
                throw ConfigurationError(issues: [
                    .init(
                        message: "\(kind.variable ?? "") is \(path), which cannot be read: \(reason)",
                        hint: "mend the variable, or unset it to have the file looked for"
                    )
                ])
            }
            if Self.isThere(path) {
                self = .obstacle(Self.issue(path, reason, kind))
                return
            }
            switch reason {
            case .system(.noSuchFileOrDirectory), .system(.notDirectory): continue
            default: warnings.append(.init(message: "\(path) is passed over: \(reason)"))
            }
        }
        self = .nothing
    }

    /// Whether there is something of that name, be it a link that leads nowhere.
    private static func isThere(_ path: FilePath) -> Bool { (try? Stat(path, followTargetSymlink: false)) != nil }

    private static func issue(
        _ path: FilePath, _ reason: SmallFile.Failure, _ kind: CloudsFileKind
    ) -> ConfigurationError.Issue {
        let isLoose = if case .system(.noSuchFileOrDirectory) = reason { true } else { false }
        return ConfigurationError.Issue(
            message: isLoose ? "\(path) is a link that leads nowhere" : "\(path) cannot be read: \(reason)",
            hint: "mend it, or take it away"
                + (kind.variable.map { "; \($0) names another file instead (/dev/null for none)" } ?? "")
        )
    }
}
