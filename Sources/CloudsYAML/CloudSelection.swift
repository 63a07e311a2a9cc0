import Transport

/// The cloud that is meant, and the reason.
///
/// The rules are those of `openstack`: a name that is given; else the cloud that the `OS_*` variables make; else the
/// only one there is.
struct CloudSelection: Sendable {
    /// The cloud's name.
    let name: String
    /// Its entry in the files; nil for the cloud that is made of variables alone.
    let entry: Setting?
    /// The reason for the choice, for whoever asks.
    let reason: String

    /// Chooses.
    ///
    /// - Parameters:
    ///   - flags: the command line's settings.
    ///   - variables: the environment's settings.
    ///   - files: the clouds that are written down.
    ///   - warnings: where oddities of the cloud's entry go.
    /// - Throws: why no cloud is meant, or none of those that there are.
    init(
        flags: CloudFlags, variables: CloudVariables, files: CloudsFiles, _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) {
        func issue(_ message: String, hint: String) -> ConfigurationError {
            ConfigurationError(issues: [.init(message: message, hint: hint)])
        }
        let given = flags.cloud ?? variables.chosenCloud
        if let obstacle = files.obstacle {
            // Variables that make a cloud of their own need no file.
            let needsFiles = !variables.defineCloud || given.map { $0 != variables.ownCloud } ?? false
            if needsFiles { throw ConfigurationError(issues: [obstacle]) }
            warnings.append(obstacle)
        }
        if let entries = files.clouds[variables.ownCloud] {
            throw issue(
                "\(entries[0].origin): a cloud is called \(variables.ownCloud), as the one that the OS_* variables make",
                hint: "call one of them otherwise; OS_CLOUD_NAME names the one of the variables"
            )
        }
        let names = files.clouds.keys.sorted().joined(separator: ", ")
        if let name = given {
            let source = flags.cloud != nil ? "--os-cloud" : "OS_CLOUD"
            self.name = name
            entry = files.clouds[name]?.merged(&warnings)
            reason = "\(source) is \(name)"
            guard entry != nil || (name == variables.ownCloud && variables.defineCloud) else {
                throw issue(
                    "\(reason), but no such cloud is written down",
                    hint: files.paths.isEmpty
                        ? "there is no clouds.yaml: set OS_CLIENT_CONFIG_FILE to its path"
                        : "\(files.paths[0]) has \(names.isEmpty ? "none" : names)"
                )
            }
        } else if variables.defineCloud {
            name = variables.ownCloud
            entry = nil
            reason = "OS_* variables are set, and no cloud is named"
        } else if let only = files.clouds.first, files.clouds.count == 1 {
            name = only.key
            entry = only.value.merged(&warnings)
            reason = "it is the only one in \(files.paths[0])"
        } else if files.clouds.isEmpty {
            throw issue(
                files.paths.isEmpty
                    ? "no OS_* variable names a cloud, and there is no clouds.yaml: there is no cloud to talk to"
                    : "no OS_* variable names a cloud, and \(files.paths[0]) has none: there is no cloud to talk to",
                hint: "source the cloud's openrc file, or write the cloud into ~/.config/openstack/clouds.yaml"
            )
        } else {
            throw issue(
                "there are \(files.clouds.count) clouds in \(files.paths[0]), and none is named",
                hint: "name one with --os-cloud or OS_CLOUD: \(names)"
            )
        }
    }
}

extension [Setting] {
    /// One entry of several files' entries of a cloud, the later over the earlier.
    fileprivate func merged(_ warnings: inout [ConfigurationError.Issue]) -> Setting? {
        guard var merged = last else { return nil }
        if allSatisfy({ $0.mapping != nil }) {
            var settings: Settings = [:]
            for entry in self {
                settings = settings.mergedDeeply(under: entry.mapping?.named(&warnings) ?? [:], &warnings)
            }
            merged.value = .mapping(settings)
        }
        return Setting(value: merged.value, origin: self[0].origin)
    }
}
