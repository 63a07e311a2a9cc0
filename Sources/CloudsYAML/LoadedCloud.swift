// From flags, OS_* variables and clouds.yaml to the configuration of one cloud, by the rules of `openstack`.
// Every value keeps the file, line and column, the variable or the option that it came from.
// Not here: requests to the cloud (OpenStack), and YAML's syntax (YAML).

package import OpenStack
import SystemPackage
package import Transport

/// A cloud's configuration, with the places that it was found in.
package struct LoadedCloud: Sendable {
    /// The configuration.
    package let configuration: CloudConfiguration
    /// The reason for the choice of this cloud.
    package let reason: String
    /// The files that were read.
    package let files: [String]
    /// The settings that were used, in the order in which they were asked for.
    package let usedSettings: [UsedSetting]
    /// Oddities that are in nobody's way.
    package let warnings: [ConfigurationError.Issue]

    /// Finds the cloud to talk to, and all that it takes: as `openstack` does, from flags, variables, and clouds.yaml.
    ///
    /// https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
    ///
    /// - Parameters:
    ///   - flags: the command line's settings.
    ///   - environment: the process's variables.
    ///   - directory: the directory in which files are looked for first; by default the current one.
    /// - Throws: everything that is missing or wrong, with what is odd besides.
    package init(
        flags: CloudFlags = CloudFlags(), environment: [String: String], directory: String = ""
    ) throws(ConfigurationError) {
        var warnings: [ConfigurationError.Issue] = []
        do throws(ConfigurationError) {
            self = try Self(flags, environment, directory, &warnings)
        } catch {
            // Why something is missing may well be among them.
            throw ConfigurationError(issues: error.issues, warnings: warnings)
        }
    }

    private init(
        _ flags: CloudFlags, _ environment: [String: String], _ directory: String,
        _ warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) {
        var files = try CloudsFiles(environment: environment, directory: FilePath(directory), &warnings)
        let variables = CloudVariables(environment: environment)
        warnings += variables.warnings
        let selection = try CloudSelection(flags: flags, variables: variables, files: files, &warnings)
        let settings = try LayeredSettings(
            selection, flags: flags, variables: variables, files: &files, warnings: &warnings
        )
        var reader = SettingsReader(settings)
        guard let configuration = reader.configuration(home: environment["HOME"]) else {
            throw ConfigurationError(issues: reader.issues)
        }
        self.configuration = configuration
        reason = selection.reason
        self.files = files.paths
        usedSettings = reader.used
        self.warnings = warnings
    }
}
