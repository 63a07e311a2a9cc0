package import Transport
package import OpenStack
import SystemPackage

/// A cloud's configuration, with where it was found.
package struct LoadedCloud: Sendable {
    /// One setting that was used; a secret's value is redacted.
    package struct Fact: Sendable, Equatable {
        /// The setting's key.
        package let name: String
        /// Its value as it was written.
        package let value: String
        /// Where it was written: `file:line:column`, a variable, or an option.
        package let origin: String
    }

    /// The configuration.
    package let configuration: CloudConfiguration
    /// Why this cloud.
    package let reason: String
    /// The files that were read.
    package let files: [String]
    /// The settings that were used, in the order in which they were asked for.
    package let facts: [Fact]
    /// What is odd, but in nobody's way.
    package let warnings: [ConfigurationError.Issue]

    /// Finds out which cloud to talk to, and how: as `openstack` does, from flags, variables, and clouds.yaml.
    ///
    /// https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
    ///
    /// - Parameters:
    ///   - flags: the command line's word.
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
        let settings = try CloudSettings(
            selection, flags: flags, variables: variables, files: &files, warnings: &warnings
        )
        var reader = CloudReader(settings)
        guard let configuration = reader.configuration(home: environment["HOME"]) else {
            throw ConfigurationError(issues: reader.issues)
        }
        self.configuration = configuration
        reason = selection.reason
        self.files = files.paths
        facts = reader.used
        self.warnings = warnings
    }
}
