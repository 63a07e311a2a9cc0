/// Who may see an image, and what may be done to it.
struct ImagePolicy: Sendable {
    let dialect: Dialect

    /// Whether the database would hand the image out.
    func isVisible(_ image: Image, to caller: Caller) -> Bool {
        if caller.isAdmin || image.owner == nil || caller.owns(image) { return true }
        switch image.visibility {
        case .public, .community: return true
        case .shared: return caller.isMember(of: image)
        case .private: return dialect == .document && caller.isMember(of: image)
        }
    }

    /// Lets an action on an image through, or says why not.
    ///
    /// An image whose very sight is forbidden is reported as absent.
    func enforce(_ action: PolicyAction, on image: Image, by caller: Caller) throws(GlanceError) {
        guard allows(.getImage, on: image, by: caller) else { throw .notFound() }
        guard allows(action, on: image, by: caller) else { throw .unauthorized(action) }
    }

    /// Whether an action on an image is allowed.
    func allows(_ action: PolicyAction, on image: Image, by caller: Caller) -> Bool {
        // The rules are for tokens of a project: a system administrator without one is refused.
        guard caller.project != nil else { return false }
        if caller.isAdmin { return true }
        // Whoever sees a shared image that is not theirs counts as a member of it: an image without an owner has
        // every project for a member that has no row.
        let isMember =
            !caller.owns(image)
            && (image.visibility == .shared || dialect == .document && caller.isMember(of: image))
        let canRead = dialect == .document || caller.roles.contains(.reader)
        let canWrite = dialect == .document || caller.roles.contains(.member)
        switch action {
        case .getImage:
            return canRead
                && (caller.owns(image) || isMember || image.visibility != .private)
        case .getMember, .getMembers:
            return canRead && (caller.owns(image) || isMember)
        case .modifyMember:
            return canWrite && isMember
        case .downloadImage:
            return canWrite && (caller.owns(image) || isMember || image.visibility != .private)
        case .addMember, .deleteMember, .addImage, .modifyImage, .deleteImage, .communitizeImage, .uploadImage,
            .deactivate, .reactivate:
            return canWrite && caller.owns(image)
        case .getImages:
            return canRead
        case .publicizeImage:
            return false
        }
    }
}
