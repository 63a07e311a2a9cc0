/// The rules of who may see an image, and of what may be done to it.
struct ImagePolicy: Sendable {
    let dialect: Dialect

    /// Returns true for an image that the database would hand out.
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

    /// Returns true for an action on an image that is allowed.
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

/// The actions that Glance's policies speak of, under their own names.
enum PolicyAction: String, Sendable {
    case addImage = "add_image"
    case addMember = "add_member"
    case communitizeImage = "communitize_image"
    case deactivate
    case deleteImage = "delete_image"
    case deleteMember = "delete_member"
    case downloadImage = "download_image"
    case getImage = "get_image"
    case getImages = "get_images"
    case getMember = "get_member"
    case getMembers = "get_members"
    case modifyImage = "modify_image"
    case modifyMember = "modify_member"
    case publicizeImage = "publicize_image"
    case reactivate
    case uploadImage = "upload_image"
}

/// The project and roles of whoever speaks to Glance, as its token tells.
struct Caller: Sendable {
    /// The project the token is scoped to, if it is.
    let project: String?
    let roles: Set<Role>

    init(_ token: IssuedToken) {
        if case .project(let project) = token.scope {
            self.project = project.id
        } else {
            self.project = nil
        }
        self.roles = Set(token.roles)
    }

    var isAdmin: Bool { roles.contains(.admin) }

    func owns(_ image: Image) -> Bool {
        project != nil && image.owner == project
    }

    func isMember(of image: Image) -> Bool {
        project.map(image.members.contains) ?? false
    }
}

extension GlanceError {
    /// A policy's refusal.
    static func unauthorized(_ action: PolicyAction) -> Self {
        .forbidden("You are not authorized to complete \(action.rawValue) action.")
    }
}
