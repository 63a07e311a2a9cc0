/// The cloud, region and project that a run is about, as far as they are known: a plan for the wrong region looks like any
/// other.
package struct CloudIdentity: Sendable, Equatable {
    /// The cloud's name in clouds.yaml, or `envvars` where variables make it.
    package var name: String
    /// The region of the image service; nil where neither the configuration nor the catalog names one.
    package var region: String?
    /// The ID of the project that the token speaks for.
    package var projectID: String?
    /// The name of that project.
    package var projectName: String?

    /// Makes an identity.
    package init(name: String, region: String? = nil, projectID: String? = nil, projectName: String? = nil) {
        self.name = name
        self.region = region
        self.projectID = projectID
        self.projectName = projectName
    }
}
