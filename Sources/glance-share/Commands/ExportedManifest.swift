import ImageSharing
import Manifests
import Reconciliation
import Text

/// The manifest of what a project shares, and what it cannot hold.
struct ExportedManifest: Sendable {
    /// The manifest.
    let text: String
    /// The number of images in it.
    let imageCount: Int
    /// The number of image–project pairs in it.
    let memberCount: Int
    /// The problems of images that are left out because their members could not be read, sorted.
    let problems: [Problem]
    /// The oddities of members that are in it, sorted.
    let warnings: [Warning]
    /// The members that are left out because no manifest can name them, by image.
    let unnameable: [(image: ImageID, members: [ProjectID])]

    /// Makes the manifest; the same inventory gives the same bytes.
    ///
    /// - Parameters:
    ///   - inventory: the images and their members.
    ///   - cloud: the cloud and project that they belong to.
    ///   - groupsMembers: true to write a list that several images have once, as a group.
    init(_ inventory: Inventory, of cloud: CloudIdentity, groupsMembers: Bool) {
        let unshared = inventory.entries.count { $0.observation == .members([]) }
        let images = inventory.entries.filter { $0.observation != .members([]) }.map(SharedImage.init)
        let writer = ManifestWriter(
            groupsMembers: groupsMembers,
            header: [
                "The images that a project shares, and their members, as glance-share export has found them.",
                ResultText.sentence(cloud) { $0.escapedForDisplay },
            ],
            footer: unshared > 0 ? ["\(counted(unshared, "image")) without members: left out."] : [])
        text = writer.text(of: images)
        imageCount = images.count - inventory.entries.count { !$0.wasRead }
        memberCount = images.reduce(0) { $0 + $1.members.count }
        unnameable = images.filter { !$0.unnameable.isEmpty }.map { ($0.id, $0.unnameable) }
        problems = inventory.problems
        warnings = inventory.warnings
    }

    /// True if all that the project shares is in it.
    var isWhole: Bool { problems.isEmpty && unnameable.isEmpty }
}

extension SharedImage {
    /// Takes an image of an inventory.
    fileprivate init(_ entry: Inventory.Entry) {
        let (id, name) = (entry.image.id, entry.image.name)
        switch entry.observation {
        case .members(let members)?: self.init(id: id, name: name, members: members.map(\.project))
        case .unreadable(let problem)?:
            self.init(id: id, name: name, leftOut: "its members could not be read (\(problem.code.rawValue))")
        case nil: self.init(id: id, name: name, leftOut: "it is being deleted (status \(entry.image.status))")
        }
    }
}
