internal import ImageSharing

/// What the user wrote in one file.
struct Manifest {
    /// The images in the order of the file.
    let images: [ManifestImage]
}

/// An image of a manifest, and the projects that may use it.
struct ManifestImage {
    let id: ImageID
    let source: SourceLocation
    /// What the long form says about the image to those who read the file.
    let description: String?
    /// The members; images that share an anchored list share the array.
    let members: [DesiredMember]
}

extension DesiredState {
    /// Expands manifests, each image in one of them, to what they ask for.
    ///
    /// Total: all that could be wrong was found before.
    init(_ manifests: [Manifest]) {
        self.init(
            images: manifests.flatMap(\.images).map {
                DesiredImage(id: $0.id, source: $0.source, members: $0.members)
            }
        )
    }
}
