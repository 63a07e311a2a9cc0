// ImageSharing holds the nouns, the plan and the report: values that are compared, sorted and counted, and nothing else.
// It knows no file, no clock, no YAML and no HTTP client, and asks nothing of a cloud: what reads and writes makes
// these values, and what shows them lies above.

/// The images and members that the manifests ask for.
package struct DesiredState: Sendable, Equatable {
    /// The images, sorted by ID; each appears once.
    package let images: [DesiredImage]

    /// Makes a desired state.
    ///
    /// - Parameter images: the images in any order, each at most once.
    package init(images: [DesiredImage]) {
        self.images = images.sorted { $0.id < $1.id }
    }

    /// The number of image–project pairs that are asked for.
    package var memberCount: Int { images.reduce(0) { $0 + $1.members.count } }
}

/// One image of the desired state.
package struct DesiredImage: Sendable, Equatable {
    /// The image.
    package let id: ImageID
    /// The place where the manifest names it.
    package let source: SourceLocation
    /// The manifest's text about the image for whoever reads it, as it is written: escape it before showing it.
    package let description: String?
    /// The projects that shall be its members, each once, in the order of the manifest.
    package let members: [DesiredMember]

    /// Makes an image of the desired state.
    package init(id: ImageID, source: SourceLocation, description: String? = nil, members: [DesiredMember]) {
        self.id = id
        self.source = source
        self.description = description
        self.members = members
    }
}

/// One project that shall be a member of an image, and the line that asks for it.
package struct DesiredMember: Sendable, Equatable {
    /// The project.
    package let project: ProjectID
    /// The place where the manifest asks for it.
    package let source: SourceLocation

    /// Makes a member of the desired state.
    package init(project: ProjectID, source: SourceLocation) {
        self.project = project
        self.source = source
    }
}
