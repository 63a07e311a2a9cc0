import ImageSharing
import OpenStack

/// An image's member list, of which a token may have been shown only a part.
struct MemberView {
    let id: ImageID
    /// The members as Glance lists them.
    let members: [String]
    /// The token that it was shown to.
    let authorization: Authorization
    private let distinct: Set<String>

    init(_ id: ImageID, members: [String], authorization: Authorization) {
        self.id = id
        self.members = members
        self.authorization = authorization
        distinct = Set(members)
    }

    /// True if the list can be believed only of an image that is known.
    var needsInspection: Bool { members.isEmpty || distinct.count < members.count || lone != nil }

    /// True unless an application credential's access rules keep the image from being looked at.
    var mayInspect: Bool { authorization.allows("GET", "/v2/images/\(id)") }

    /// The only member, where that may be all that its own token sees.
    private var lone: String? {
        guard !authorization.isAdministrator, distinct.count == 1, let member = distinct.first,
            member == authorization.projectID ?? member
        else { return nil }
        return member
    }

    /// Says why the list is not to be believed, or the image not to be shared.
    ///
    /// - Parameter image: the image; nil where nobody looked at it.
    /// - Returns: the cause and its remedy; nil where the list is good.
    func objection(knowing image: Image?) -> Problem? {
        guard let image else { return lone.map(unconfirmed) }
        if image.isDeleted { return Problem.deleted(image, id) }
        if let lone, image.owner != lone {
            return authorization.projectID.map { Problem.notTheOwner(of: id, image: image, projectID: $0) }
                ?? mayNotBeTheOwner(of: image, member: lone)
        }
        // Everybody sees an image without an owner, and nobody but an administrator sees its members.
        guard members.isEmpty, image.owner == nil, !authorization.isAdministrator else { return nil }
        return Problem.ownerless(id)
    }

    /// Says that a list with one member may be that member's own view of another project's image.
    private func mayNotBeTheOwner(of image: Image, member: String) -> Problem {
        guard let owner = image.owner else { return .ownerless(id) }
        return Problem(
            code: .notImageOwner, image: id,
            message:
                "the image belongs to project \(owner), and its list shows \(member) alone: that may be all that this "
                + "member sees of it, and which project this token speaks for is not known",
            hint: "name the token's project: OS_PROJECT_ID, or auth.project_id in clouds.yaml"
        )
    }

    /// Says that nobody could look whose image it is.
    private func unconfirmed(_ member: String) -> Problem {
        Problem(
            code: .notImageOwner, image: id,
            message:
                "the image's list shows \(member) alone, which may be all that this project sees of another's image, "
                + "and the application credential's access rules do not let it look whose the image is",
            hint: "add a rule for GET /v2/images/* of service image to the application credential"
        )
    }
}
