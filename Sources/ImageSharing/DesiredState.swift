// ImageSharing holds the nouns, the plan and the report: values that are compared, sorted and counted, and nothing else.
// It knows no file, no clock, no YAML and no HTTP client, and asks nothing of a cloud: what reads and writes makes
// these values, and what shows them lies above.

/// The images and members that the manifests ask for, as far as that is known.
package struct DesiredState: Sendable, Equatable {
    /// The images, sorted by ID; each appears once.
    package let images: [DesiredImage]
    /// The sets that look for images, sorted by name, and what they have found.
    package let sets: [ImageSetFinding]
    /// The names of projects that the manifests or Keystone gave, as they are written: escape them before showing them.
    package let projectNames: [ProjectID: String]
    /// The problems of what could not be looked up: the rows that need it are left out, and nothing else is.
    package let problems: [Problem]
    /// The images that are offered to the token's project by nobody whom it trusts, sorted by ID: they are shown, and left
    /// to it.
    package let untrusted: [FoundImage]

    /// Makes a desired state.
    ///
    /// - Parameters:
    ///   - images: the images in any order, each at most once.
    ///   - sets: the sets in any order.
    ///   - projectNames: the names of projects, where any are known.
    ///   - problems: the problems of lookups in any order.
    ///   - untrusted: the images that are offered by nobody who is trusted, in any order.
    package init(
        images: [DesiredImage], sets: [ImageSetFinding] = [], projectNames: [ProjectID: String] = [:],
        problems: [Problem] = [], untrusted: [FoundImage] = []
    ) {
        // To put in order what is in order takes as long as to read it.
        let areSorted = zip(images, images.dropFirst()).allSatisfy { $0.id < $1.id }
        self.images = areSorted ? images : images.sorted { $0.id < $1.id }
        self.sets = sets.sorted { $0.name < $1.name }
        self.projectNames = projectNames
        self.problems = problems.sorted()
        self.untrusted = untrusted.sorted { $0.id < $1.id }
    }

    /// The number of image–project pairs that are asked for.
    package var memberCount: Int { images.reduce(0) { $0 + $1.members.count } }
}

/// One image of the desired state.
package struct DesiredImage: Sendable, Equatable {
    /// The image.
    package let id: ImageID
    /// The place where the manifest names it, or the set that has found it.
    package let source: SourceLocation
    /// The manifest's text about the image for whoever reads it, as it is written: escape it before showing it.
    package let description: String?
    /// The image's name in the cloud, where that was asked, as it is: escape it before showing it.
    package let name: String?
    /// The names of the sets that have found it, sorted.
    package let sets: [String]
    /// The projects that shall be its members, each once.
    package let members: [DesiredMember]
    /// The further places that ask for a project, sorted, of those projects that are asked for in several places.
    package let otherSources: [ProjectID: [SourceLocation]]
    /// All that is said of its members beyond who shall be one.
    package private(set) var terms: ImageTerms
    /// True if the image list has shown that the token's project owns it, so that its member list is believed as it is.
    package let isOwned: Bool
    /// True if all that is wished for it is known: no lookup that it needs has failed.
    package let isWhole: Bool
    /// The reason for which nobody can be added to it, where the image list has shown one: its members are not asked for.
    package let obstacle: Problem?

    /// Makes an image of the desired state.
    package init(
        id: ImageID, source: SourceLocation, description: String? = nil, name: String? = nil, sets: [String] = [],
        members: [DesiredMember], otherSources: [ProjectID: [SourceLocation]] = [:],
        terms: ImageTerms = ImageTerms(), isOwned: Bool = false, isWhole: Bool = true, obstacle: Problem? = nil
    ) {
        self.id = id
        self.source = source
        self.description = description
        self.name = name
        self.sets = sets
        self.members = members
        self.otherSources = otherSources
        self.terms = terms
        self.isOwned = isOwned
        self.isWhole = isWhole
        self.obstacle = obstacle
    }

    /// The text by which a person knows the image: the manifest's own, or its name in the cloud.
    package var label: String? { description ?? name }

    /// Returns the same image, from which nobody is removed.
    ///
    /// - Parameter reason: the reason for it, unless there is one already.
    /// - Returns: the image.
    package func keepingEverybody(because reason: HeldRemoval.Reason) -> DesiredImage {
        var image = self
        image.terms.keepsEverybody = terms.keepsEverybody ?? reason
        return image
    }
}

/// A set of a manifest, and the images that it has found.
package struct ImageSetFinding: Sendable, Equatable {
    /// The set's name.
    package let name: String
    /// The place where the manifest declares it.
    package let source: SourceLocation
    /// The match as the manifest has it, in words, escaped for whoever reads it.
    package let match: String
    /// The images, sorted; nil where they could not be looked for.
    package let images: [ImageID]?
    /// The number of images that it has found besides, and that belong to other shards.
    package let elsewhere: Int
    /// A sentence about how they were chosen, where that wants attention, as of images that were made in the same second.
    package let note: String?

    /// Makes a finding.
    package init(
        name: String, source: SourceLocation, match: String, images: [ImageID]?, elsewhere: Int = 0, note: String? = nil
    ) {
        self.name = name
        self.source = source
        self.match = match
        self.images = images
        self.elsewhere = elsewhere
        self.note = note
    }
}
