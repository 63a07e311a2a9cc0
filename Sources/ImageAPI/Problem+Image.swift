package import ImageSharing
package import OpenStack

/// Problems that an image's own attributes tell of.
extension Problem {
    /// Says why an image that can be seen cannot be shared by whoever asks.
    ///
    /// - Parameters:
    ///   - image: the image.
    ///   - id: its ID.
    ///   - authorization: who asks.
    /// - Returns: the cause and its remedy; nil where nothing is known to stand in the way.
    package static func objection(
        to image: Image, _ id: ImageID, asking authorization: Authorization
    ) -> Problem? {
        if image.isDeleted { return deleted(image, id) }
        let isOthers = !authorization.isAdministrator && authorization.projectID.map { $0 != image.owner } ?? false
        if ["public", "community"].contains(image.visibility) {
            // Only the owner and administrators may change the visibility.
            let owner = image.owner.map { "its owner, project \($0)," } ?? "an administrator"
            return Problem(
                code: .imageNotShareable, image: id,
                message: "the image is \(image.visibility): everybody may use it, and it has no members",
                hint: isOthers
                    ? "take it out of the manifest; only \(owner) could make it shareable"
                    : "take it out of the manifest, or make it shareable: openstack image set --shared \(id)"
            )
        }
        guard isOthers, let projectID = authorization.projectID else { return nil }
        return notTheOwner(of: id, image: image, projectID: projectID)
    }

    /// Says that an image is gone although it is listed.
    static func deleted(_ image: Image, _ id: ImageID) -> Problem {
        let isPending = image.status == "pending_delete"
        return Problem(
            code: .imageNotShareable, image: id,
            message: isPending
                ? "the image is being deleted (status pending_delete)"
                : "the image is stuck in status deleted: a deletion failed halfway, and it is listed all the same",
            hint: isPending
                ? "take it out of the manifest"
                : "take it out of the manifest; only the cloud's operator can remove what is left of it, from Glance's "
                    + "database"
        )
    }

    /// Says that the token's project does not own the image.
    static func notTheOwner(of id: ImageID, image: Image, projectID: String) -> Problem {
        guard let owner = image.owner else { return ownerless(id) }
        return Problem(
            code: .notImageOwner, image: id,
            message: "the image belongs to project \(owner), and this token speaks for project \(projectID)",
            hint: "use credentials of project \(owner), or leave the image to its owner"
        )
    }

    /// Says that an image has no owner.
    static func ownerless(_ id: ImageID) -> Problem {
        Problem(
            code: .notImageOwner, image: id,
            message: "the image belongs to no project: everybody can use it by its ID, and its members are shown to "
                + "administrators only",
            hint: "take it out of the manifest, or have an administrator give it an owner: "
                + "openstack image set --project PROJECT \(id)"
        )
    }
}
