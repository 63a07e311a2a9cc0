/// What the manifests ask for: which projects shall be members of which images.
package struct DesiredState: Sendable, Equatable {
    /// The images, sorted by ID; each appears once.
    package let images: [DesiredImage]

    /// Makes a desired state.
    ///
    /// - Parameter images: the images in any order, each at most once.
    package init(images: [DesiredImage]) {
        self.images = images.sorted { $0.id < $1.id }
    }

    /// How many image–project pairs are asked for.
    package var memberCount: Int { images.reduce(0) { $0 + $1.members.count } }
}

/// One image of the desired state.
package struct DesiredImage: Sendable, Equatable {
    /// The image.
    package let id: ImageID
    /// Where the manifest names it.
    package let source: SourceLocation
    /// The projects that shall be its members, each once, in the order of the manifest.
    package let members: [DesiredMember]

    /// Makes an image of the desired state.
    package init(id: ImageID, source: SourceLocation, members: [DesiredMember]) {
        self.id = id
        self.source = source
        self.members = members
    }
}

/// One project that shall be a member of an image, and the line that asks for it.
package struct DesiredMember: Sendable, Equatable {
    /// The project.
    package let project: ProjectID
    /// Where the manifest asks for it.
    package let source: SourceLocation

    /// Makes a member of the desired state.
    package init(project: ProjectID, source: SourceLocation) {
        self.project = project
        self.source = source
    }
}
