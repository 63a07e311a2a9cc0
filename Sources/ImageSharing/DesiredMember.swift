/// One project that shall be a member of an image, and the line that asks for it.
package struct DesiredMember: Sendable, Equatable {
    /// The project.
    package let project: ProjectID
    /// The place where the manifest asks for it: by its ID, or by a name or group that it belongs to.
    package let source: SourceLocation

    /// Makes a member of the desired state.
    package init(project: ProjectID, source: SourceLocation) {
        self.project = project
        self.source = source
    }
}
