package import ImageSharing

/// What users wrote, in all files together: images and sets with those who may use them, and the names of projects.
///
/// It is a value without mistakes: every name that is used is declared, and no group holds itself.
package struct Manifest: Sendable, Equatable {
    /// The images that are named by ID, in the order of the files.
    let images: [ManifestImage]
    /// The sets that look for images, in the order of the files.
    let sets: [ImageSet]
    /// The names of single projects.
    let projects: [String: ProjectDeclaration]
    /// The names of lists of projects, each after the groups that it holds.
    let groups: [GroupDeclaration]
    /// The owners whose offers a consumer accepts, in the order of the files: of a file that says so, and nothing else.
    var trust: [TrustRule] = []
    /// The files that the commit has and that are there no more: nobody knows what they declare.
    package var missingFiles: [String] = []
    /// True if Git was changing the files while they were read: some may have been missing for that moment.
    package var isInChange = false
    /// The part of the images that is looked after, of those that sets find, too; nil for all.
    var shard: Shard?

    /// The number of images that are named by ID.
    package var imageCount: Int { images.count }
    /// The number of sets that look for images.
    package var setCount: Int { sets.count }
    /// The number of projects and groups that have a name.
    package var nameCount: Int { projects.count + groups.count }
    /// The number of entries that say whose offers are accepted.
    package var trustCount: Int { trust.count }
    /// True if nothing is asked for.
    package var isEmpty: Bool { images.isEmpty && sets.isEmpty && trust.isEmpty }

    /// Returns true if an image is looked after here, rather than by the run of another shard.
    func covers(_ image: ImageID) -> Bool { shard?.contains(image) ?? true }
}

extension Manifest {
    /// A manifest that names images and projects by their IDs alone.
    package init(ofIDs images: [DesiredImage]) {
        self.init(
            images: images.map {
                ManifestImage(id: $0.id, source: $0.source, description: $0.description, sharing: Sharing($0))
            }, sets: [], projects: [:], groups: [])
    }
}

/// An image that is named by its ID.
struct ManifestImage: Sendable, Equatable {
    let id: ImageID
    let source: SourceLocation
    let description: String?
    var sharing: Sharing
}

/// A set of images, found by what they are.
struct ImageSet: Sendable, Equatable {
    let name: String
    let source: SourceLocation
    let match: ImageMatch
    /// The number of images to take, the newest first; nil for all.
    let newest: Int?
    var sharing: Sharing
}

/// A name for one project.
struct ProjectDeclaration: Sendable, Equatable {
    /// The project that a name stands for.
    enum Target: Sendable, Equatable {
        case id(ProjectID)
        /// The one project that Keystone finds.
        case query(ProjectQuery)
    }

    let name: String
    let source: SourceLocation
    let target: Target
}

/// A name for a list of projects.
struct GroupDeclaration: Sendable, Equatable {
    /// The projects that a name stands for.
    enum Content: Sendable, Equatable {
        case list(MemberList)
        /// The projects that Keystone finds.
        case query(ProjectQuery, mayBeEmpty: Bool)
    }

    let name: String
    let source: SourceLocation
    let content: Content
}
