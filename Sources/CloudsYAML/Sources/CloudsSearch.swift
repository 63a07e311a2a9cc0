import Host
import SystemPackage
import Transport

/// The result of a search for a file of one kind: the first that is there counts, and no other.
enum CloudsSearch {
    /// There is one, in a place of that rank.
    case file(CloudsFile, rank: Int)
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
    ///   - farthest: the rank of the last place where a file that cannot be read matters; one that is farther away is
    ///     somebody else's, and passed over.
    ///   - warnings: collects what is passed over.
    /// - Throws: what is wrong with the file, or why the one that a variable names cannot be read.
    init(
        _ kind: CloudsFileKind, environment: [String: String], directory: FilePath, farthest: Int = .max,
        _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) {
        for place in kind.places(environment: environment, directory: directory) {
            let path = place.path
            let reason: FileReader.Failure
            do throws(CloudsFile.Failure) {
                self = .file(try CloudsFile(path), rank: place.rank)
                return
            } catch {
                switch error {
                case .invalid(let issue): throw ConfigurationError(issues: [issue])
                case .unreadable(let failure): reason = failure
                }
            }
            if place.rank == 0 {
                throw ConfigurationError(issues: [
                    .init(
                        message: "\(kind.variable ?? "") is \(path), which cannot be read: \(reason)",
                        hint: "mend the variable, or unset it to have the file looked for"
                    )
                ])
            }
            if Self.isThere(path) {
                let issue = Self.issue(path, reason, kind)
                guard place.rank > farthest else {
                    self = .obstacle(issue)
                    return
                }
                warnings.append(issue)
                continue
            }
            switch reason {
            case .system(.noSuchFileOrDirectory), .system(.notDirectory): continue
            default:
                let folder = path.removingLastComponent()
                let closed = ConfigurationError.Issue(
                    message: "\(folder.isEmpty ? "." : folder) is passed over: \(reason)",
                    hint: "no clouds are looked for in it; let this user look into it if there are any"
                )
                if !warnings.contains(closed) { warnings.append(closed) }
            }
        }
        self = .nothing
    }

    /// Returns true where there is something of that name, be it a link that leads nowhere.
    private static func isThere(_ path: FilePath) -> Bool { (try? Stat(path, followTargetSymlink: false)) != nil }

    private static func issue(
        _ path: FilePath, _ reason: FileReader.Failure, _ kind: CloudsFileKind
    ) -> ConfigurationError.Issue {
        let (message, hint) =
            switch reason {
            case .system(.noSuchFileOrDirectory): ("is a link that leads nowhere", "mend it")
            case .system(.permissionDenied): ("cannot be read: \(reason)", "let this user read it")
            default: ("cannot be read: \(reason)", "mend it")
            }
        return ConfigurationError.Issue(
            message: "\(path) \(message)",
            hint: "\(hint), or take it away"
                + (kind.variable.map { "; \($0) names another file instead (/dev/null for none)" } ?? "")
        )
    }
}
