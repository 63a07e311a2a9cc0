package import FoundationEssentials
package import ImageSharing

/// One set of the manifest, and what it finds.
package struct ImageSetStatus: Sendable, Equatable {
    /// The set's name.
    package var name: String
    /// The place where the manifest declares it.
    package var source: SourceLocation
    /// The match in words, escaped for whoever reads it.
    package var match: String
    /// The images, sorted; nil where they could not be looked for.
    package var images: [ImageID]?
    /// The number of images that it finds besides, and that belong to other shards.
    package var elsewhere: Int
    /// A sentence about how they were chosen, where that wants attention.
    package var note: String?
    /// The moment since which it finds just these images.
    package var since: Date?
    /// The problem that it has, as that it finds nothing; nil also where it may find nothing.
    package var problem: Problem?

    /// Makes the status of a set that has found something, or nothing.
    package init(_ finding: ImageSetFinding, since: Date? = nil, problem: Problem? = nil) {
        name = finding.name
        source = finding.source
        match = finding.match
        images = finding.images
        elsewhere = finding.elsewhere
        note = finding.note
        self.since = since
        self.problem = problem
    }
}
