/// Which cloud is meant, and why.
///
/// The rules are those of `openstack`: a name that is given; else the cloud that the `OS_*` variables make; else the
/// only one there is.
struct CloudSelection: Sendable {
    /// The cloud's name.
    let name: String
    /// What the files say about it; nil for the cloud that is made of variables alone.
    let entry: Setting?
    /// Why this one, for whoever asks.
    let reason: String

    /// Chooses.
    ///
    /// - Throws: why no cloud is meant, or none of those that there are.
    init(flags: CloudFlags, variables: CloudVariables, files: CloudsFiles) throws(ConfigurationError) {
        func issue(_ message: String, hint: String) -> ConfigurationError {
            ConfigurationError(issues: [.init(message: message, hint: hint)])
        }
        if let entry = files.clouds[variables.ownCloud] {
            throw issue(
                "\(entry.origin): a cloud is called \(variables.ownCloud), as the one that the OS_* variables make",
                hint: "call one of them otherwise; OS_CLOUD_NAME names the one of the variables"
            )
        }
        let names = files.clouds.keys.sorted().joined(separator: ", ")
        if let name = flags.cloud ?? variables.chosenCloud {
            let source = flags.cloud != nil ? "--os-cloud" : "OS_CLOUD"
            self.name = name
            entry = files.clouds[name]
            reason = "\(source) is \(name)"
            guard entry != nil || (name == variables.ownCloud && variables.makeACloud) else {
                throw issue(
                    "\(reason), but no such cloud is written down",
                    hint: files.paths.isEmpty
                        ? "there is no clouds.yaml: set OS_CLIENT_CONFIG_FILE to its path"
                        : "\(files.paths[0]) has \(names.isEmpty ? "none" : names)"
                )
            }
        } else if variables.makeACloud {
            name = variables.ownCloud
            entry = nil
            reason = "OS_* variables are set, and no cloud is named"
        } else if let only = files.clouds.first, files.clouds.count == 1 {
            name = only.key
            entry = only.value
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
