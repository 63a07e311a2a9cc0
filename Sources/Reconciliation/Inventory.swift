package import ImageSharing

/// The images that a project shares, or could share, as the cloud had them at one moment that is already past.
package struct Inventory: Sendable, Equatable {
    /// One image.
    package struct Entry: Sendable, Equatable {
        /// The image, as the list shows it.
        package let image: FoundImage
        /// The state of its members; nil for an image that is being deleted, of which nobody asks.
        package let observation: Observation?

        /// Makes an entry.
        package init(image: FoundImage, observation: Observation?) {
            self.image = image
            self.observation = observation
        }

        /// True if the image's members are known.
        package var wasRead: Bool { if case .members = observation { true } else { false } }
    }

    /// The images, sorted by ID; each appears once.
    package let entries: [Entry]

    /// The problems of images whose members could not be read, sorted.
    package var problems: [Problem] {
        entries.compactMap { entry in
            if case .unreadable(let problem) = entry.observation { problem } else { nil }
        }.sorted()
    }

    /// The oddities of members, sorted.
    package var warnings: [Warning] {
        entries.flatMap { entry -> [Warning] in
            guard case .members(let members) = entry.observation else { return [] }
            return ImageAudit.duplicates(in: members).map { Warning($0, of: entry.image.id) }
        }.sorted()
    }
}
