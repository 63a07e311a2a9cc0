internal import ImageSharing
internal import Text

/// Finds the images of a set among those that the project owns.
struct ImageSetResolver {
    /// The images, the newest first; of one moment, by ID.
    private let images: [FoundImage]
    private let limit: Int

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - found: the images that the cloud has listed.
    ///   - limit: the most that one set may find.
    init(_ found: [FoundImage], limit: Int) {
        // What is being deleted is there no more, whatever the list says.
        images = found.filter { !$0.isBeingDeleted }
            .sorted { ($0.createdAt, $1.id) > ($1.createdAt, $0.id) }
        self.limit = limit
    }

    /// Finds the images of a set.
    ///
    /// - Returns: the images, all that match, and a sentence about the choice where that wants attention.
    /// - Throws: why it cannot have them.
    func find(_ set: ImageSet) throws(Problem) -> (images: [FoundImage], matching: Set<ImageID>, note: String?) {
        let matching = images.filter(set.match.matches)
        guard !matching.isEmpty || set.sharing.mayBeEmpty else {
            throw Problem(
                code: .imageSetEmpty,
                message: "the set \(set.name.quotedForDisplay()) finds no image (\(set.match.text))",
                hint:
                    "check the match: letters count in their case, patterns know `*` and `?` alone, and only images that "
                    + "the token's project owns, and no hidden ones, are looked at; "
                    + "if none is right, write `may_be_empty: true` in the set",
                source: set.source)
        }
        let chosen = set.newest.map { Array(matching.prefix($0)) } ?? matching
        guard chosen.count <= limit else {
            throw Problem(
                code: .imageSetTooLarge,
                message: "the set \(set.name.quotedForDisplay()) finds \(chosen.count) images (\(set.match.text)); "
                    + "--max-images allows \(limit)",
                hint: "narrow the match" + (set.newest == nil ? ", or say `newest: N`" : "")
                    + "; if they are meant, allow more by --max-images",
                source: set.source)
        }
        // All that match are wanted only where some are named.
        let ids = set.match.ids == nil ? [] : Set(matching.map(\.id))
        return (chosen, ids, note(on: chosen, of: matching))
    }

    /// Tells of images that nobody can use yet, and of a choice between images that were made in the same second.
    private func note(on chosen: [FoundImage], of matching: [FoundImage]) -> String? {
        if let image = chosen.first(where: { $0.status != "active" && $0.status != "deactivated" }) {
            return "image \(image.id) is \(image.status.escapedForDisplay(limit: 64)): nobody can use it yet"
        }
        guard let last = chosen.last, chosen.count < matching.count, case let next = matching[chosen.count],
            next.createdAt == last.createdAt
        else { return nil }
        return "images \(last.id) and \(next.id) were made in the same second: the one with the smaller ID was taken"
    }
}

extension Problem {
    /// The reason for which nobody can be added to an image that was found; nil where somebody can.
    ///
    /// - Parameter image: an image that the token's project owns.
    init?(obstacleOf image: FoundImage) {
        if image.status == "killed" {
            self.init(
                code: .imageNotShareable, image: image.id,
                message: "the image is killed: its data never came, and nobody can use it",
                hint: "openstack image delete \(image.id)")
        } else if image.status == "deactivated" {
            self.init(
                code: .imageNotShareable, image: image.id,
                message: "the image is deactivated: nobody can use it",
                hint: "openstack image set --activate \(image.id), or leave it out of the set's match")
        } else if image.visibility != "shared" {
            let reason = image.visibility == "private" ? "only a shared image has members" : "everybody may use it"
            self.init(
                code: .imageNotShareable, image: image.id,
                message: "the image is \(image.visibility.escapedForDisplay): \(reason)",
                hint: "openstack image set --shared \(image.id), or leave it out of the set's match")
        } else {
            return nil
        }
    }
}
