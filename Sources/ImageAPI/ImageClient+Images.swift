import HTTPTypes
package import ImageSharing
package import OpenStack

extension ImageClient {
    /// Shows an image.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#show-image
    ///
    /// - Parameter id: the image.
    /// - Returns: what sharing needs to know of it.
    /// - Throws: the refusal, or why there is no answer.
    package func image(_ id: ImageID) async throws(OpenStackError) -> Image {
        try await session.send(.get, "/v2/images/\(id)").decode(Image.self, expecting: "an image")
    }

    private struct ImageList: Decodable {
        var images: [Entry]
    }

    private struct Entry: Decodable {
        var id: String
        var name: String?
    }

    /// Finds some image that is shared by a project.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#list-images
    ///
    /// - Parameter owner: the project; nil for anybody's.
    /// - Returns: the newest of its images that can have members; nil where there is none.
    /// - Throws: the refusal, or why there is no answer.
    package func someSharedImage(of owner: String?) async throws(OpenStackError) -> (id: ImageID, name: String?)? {
        let ofOwner = owner.map { "&owner=\(PercentEncoding.pathPart($0))" } ?? ""
        let answer = try await session.send(.get, "/v2/images?limit=1&visibility=shared\(ofOwner)")
        let images = try answer.decode(ImageList.self, expecting: "a list of images").images
        return images.first.flatMap { entry in ImageID(entry.id).map { ($0, entry.name) } }
    }

    /// Says why an image's members were refused.
    ///
    /// A 403 says nothing about its cause, so the image itself is looked at once. A 404 needs no look: the image is as
    /// invisible to that as its members are.
    ///
    /// - Parameters:
    ///   - refusal: the answer to explain.
    ///   - id: the image.
    ///   - action: what was refused, a verb of which the image's members are the object.
    /// - Returns: the cause and its remedy.
    func explanation(of refusal: OpenStackError, for id: ImageID, action: String) async -> Problem {
        var problem = Problem(refusal, image: id)
        if refusal.code == .notFound {
            // Glance names the image; anybody else who says 404 stands at a wrong address.
            guard refusal.message.contains(id.description) else { return await strange(problem) }
            problem.message = "the image does not exist, or this project may not see it"
        }
        guard refusal.code == .forbidden, let image = try? await image(id),
            let authorization = try? await session.authorization()
        else { return problem }
        if var objection = Self.objection(to: image, id, asking: authorization) {
            objection.httpStatus = refusal.status
            objection.requestID = refusal.requestID
            return objection
        }
        if image.visibility != "shared" {
            problem.code = .imageNotShareable
            problem.message = "the image is \(image.visibility), and only a shared image has members"
            problem.hint = "openstack image set --shared \(id)"
        } else {
            problem.message = "this token may not \(action) the image's members: \(refusal.message)"
            let role = action == "list" ? "the role reader or member" : "the role member, not only reader,"
            problem.hint = "use a user with \(role) in project \(image.owner ?? "of the owner")"
        }
        return problem
    }

    /// Says why an image that can be seen cannot be shared by whoever asks.
    ///
    /// - Parameters:
    ///   - image: the image.
    ///   - id: its ID.
    ///   - authorization: who asks.
    /// - Returns: the cause and its remedy; nil where nothing is known to stand in the way.
    package static func objection(to image: Image, _ id: ImageID, asking authorization: Authorization) -> Problem? {
        if ["public", "community"].contains(image.visibility) {
            return Problem(
                code: .imageNotShareable, image: id,
                message: "the image is \(image.visibility): everybody may use it, and it has no members",
                hint: "take it out of the manifest, or make it shareable: openstack image set --shared \(id)"
            )
        }
        guard let projectID = authorization.projectID, image.owner != projectID, !authorization.isAdministrator else {
            return nil
        }
        return notTheOwner(of: id, image: image, projectID: projectID)
    }

    /// Says that a list with one member may be that member's own view of another project's image.
    static func mayNotBeTheOwner(of id: ImageID, image: Image, member: String) -> Problem {
        let owner = image.owner.map { "project \($0)" } ?? "no project"
        return Problem(
            code: .notImageOwner, image: id,
            message:
                "the image belongs to \(owner), and its list shows \(member) alone: that may be all that this member "
                + "sees of it, and which project this token speaks for is not known",
            hint: "name the token's project: OS_PROJECT_ID, or auth.project_id in clouds.yaml"
        )
    }

    /// Says that a "not found" is not Glance's word about an image.
    private func strange(_ problem: Problem) async -> Problem {
        var strange = problem
        strange.code = .unexpectedResponse
        let address = try? await session.authorization().imageService
        strange.message =
            "\(address?.description ?? "the endpoint") does not answer as the Image v2 API does, which names the image: "
            + problem.message
        strange.hint =
            "check the endpoint: the catalog's, or OS_IMAGE_ENDPOINT_OVERRIDE; if it is right, "
            + "there is no such image, and a proxy says so in its own words"
        return strange
    }

    /// Says that the token's project does not own the image.
    static func notTheOwner(of id: ImageID, image: Image, projectID: String) -> Problem {
        let owner = image.owner.map { "project \($0)" } ?? "no project"
        return Problem(
            code: .notImageOwner, image: id,
            message: "the image belongs to \(owner), and this token speaks for project \(projectID)",
            hint: image.owner.map { "use credentials of project \($0), or leave the image to its owner" }
                ?? "only an administrator can share an image without an owner"
        )
    }
}
