import ImageSharing
import OpenStack
import Transport

extension ImageClient {
    /// Explains why an image's members were refused.
    ///
    /// A 403 says nothing about its cause, so the image itself is looked at once. A 404 needs no look: the image is as
    /// invisible to that as its members are. These two are Glance's words about an image; what they mean beyond this
    /// endpoint is in the table, `OpenStackError.meaning`.
    ///
    /// - Parameters:
    ///   - refusal: the answer to explain.
    ///   - id: the image.
    ///   - action: what was refused, a verb of which the image's members are the object.
    /// - Returns: the cause and its remedy.
    func explanation(of refusal: OpenStackError, for id: ImageID, action: String) async -> Problem {
        var problem = Problem(refusal, image: id)
        if refusal.code == .notFound {
            guard Self.names(id, refusal.message) else { return await foreign(problem) }
            problem.message = "the image does not exist, or this project may not see it"
        }
        guard refusal.code == .forbidden, let authorization = try? await session.authorization() else {
            return problem
        }
        guard authorization.allows("GET", "/v2/images/\(id)") else {
            problem.hint =
                "to be told why, add a rule for GET /v2/images/* of service image to the application credential"
            return problem
        }
        guard let image = try? await image(id, safety: .byCaller) else { return problem }
        if var objection = Problem.objection(to: image, id, asking: authorization) {
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

    /// Returns whether a sentence names an image or a member, as Glance's do.
    ///
    /// Whoever repeats the address that was asked for names them too, but as a part of a path: a web server, a gateway.
    static func names(_ id: some CustomStringConvertible, _ sentence: String) -> Bool {
        let name = id.description
        return sentence.ranges(of: name).contains { range in
            let isPathPart =
                sentence[..<range.lowerBound].hasSuffix("/") || sentence[range.upperBound...].hasPrefix("/")
            let isEncoded = sentence[..<range.lowerBound].lowercased().hasSuffix("%2f")
            return !isPathPart && !isEncoded
        }
    }

    /// Says that a "not found" is not Glance's word about an image.
    private func foreign(_ problem: Problem) async -> Problem {
        var foreign = problem
        foreign.code = .unexpectedResponse
        let address = try? await session.authorization().imageService
        foreign.message =
            "\(address?.description ?? "the endpoint") does not answer as the Image v2 API does, which names the image: "
            + problem.message
        foreign.hint =
            "check the endpoint: the catalog's, or OS_IMAGE_ENDPOINT_OVERRIDE; if it is right, "
            + "there is no such image, and a proxy says so in its own words"
        return foreign
    }
}
