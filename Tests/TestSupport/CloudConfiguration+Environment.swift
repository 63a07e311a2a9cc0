import CloudsYAML
package import OpenStack
package import Transport

extension CloudConfiguration {
    /// The cloud that variables make, on a machine without a clouds.yaml in sight.
    package init(environment: [String: String]) throws(ConfigurationError) {
        self = try LoadedCloud(environment: environment, directory: "/nowhere").configuration
    }
}
