/// The names by which people know images and projects, as far as a run has learned them; none for a manifest of IDs.
package struct KnownNames: Sendable, Equatable {
    /// The names of projects, as they are written: escape them before showing them.
    package let projects: [ProjectID: String]
    /// The names of images in the cloud, as they are: escape them before showing them.
    package let images: [ImageID: String]
    /// The names of the sets that have found an image, sorted.
    package let sets: [ImageID: [String]]

    /// Collects the names of a desired state.
    package init(_ desired: DesiredState) {
        self.init(desired.images.lazy.map { ($0.id, $0.name, $0.sets) }, projects: desired.projectNames)
    }

    /// Collects the names of a plan; none where there is no plan.
    package init(_ plan: Plan? = nil) {
        self.init((plan?.images ?? []).lazy.map { ($0.image, $0.name, $0.sets) }, projects: plan?.projectNames ?? [:])
    }

    private init(_ found: some Sequence<(ImageID, String?, [String])>, projects: [ProjectID: String]) {
        var (names, setsOfImages): ([ImageID: String], [ImageID: [String]]) = ([:], [:])
        for (image, name, sets) in found {
            if let name { names[image] = name }
            if !sets.isEmpty { setsOfImages[image] = sets }
        }
        (images, sets, self.projects) = (names, setsOfImages, projects)
    }
}
