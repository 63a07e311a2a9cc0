/// The images that other projects offer to the token's project, and that it has not answered.
package struct ImageOffers: Sendable, Equatable {
    /// The project to which they are offered.
    package let project: ProjectID
    /// The images in any order, each once; none of that project's own.
    package let images: [FoundImage]

    /// Makes offers.
    package init(to project: ProjectID, images: [FoundImage]) {
        self.project = project
        self.images = images
    }
}
