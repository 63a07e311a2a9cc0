extension ImageService {
    /// The members of an image: all of them for its owner and an admin, a consumer's own row for a consumer.
    func listMembers(of id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        let image = try find(id, for: caller)
        guard dialect.isShareable(image.visibility) else {
            throw .forbidden("Not allowed to list members for image \(id): Only shared images have members.")
        }
        try policy.enforce(.getMembers, on: image, by: caller)
        let rows = image.members.rows.filter { isVisible($0, of: image, to: caller) }
        return success(["members": .array(rows.map(\.document)), "schema": "/v2/schemas/members"])
    }

    /// One member of an image; whatever is forbidden here is reported as absent.
    func showMember(_ member: String, of id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        let image = try find(id, for: caller)
        do throws(GlanceError) {
            guard dialect.isShareable(image.visibility) else {
                throw .forbidden("Only shared images have members.")
            }
            let index = try row(of: member, in: image, caller: caller)
            return success(image.members.rows[index].document)
        } catch {
            throw .notFound(error.explanation)
        }
    }

    /// Adds a member.
    ///
    /// The checks come in this order: body, image, visibility, role, limit, duplicate.
    mutating func createMember(
        of id: String,
        _ request: ServiceRequest,
        caller: Caller
    ) throws(GlanceError) -> ServiceResponse {
        let member = try MemberRequest.member(in: document(of: request))
        var image = try find(id, for: caller)
        guard dialect.isShareable(image.visibility) else { throw notAllowed("create", id) }
        try authorize(.addMember, on: image, by: caller, or: notAllowed("create", id))
        let attempted = image.members.rows.count + 1
        guard memberLimit < 0 || attempted <= memberLimit else {
            throw GlanceError(
                status: 413,
                explanation: """
                    Image member limit exceeded for image \(id): The limit has been exceeded on the number of \
                    allowed image members for this image. Attempted: \(attempted), Maximum: \(memberLimit):
                    """
            )
        }
        let name = try MemberRequest.storable(member)
        guard !image.members.contains(name) else {
            throw .conflict("Member \(name) is duplicated for image \(id)")
        }
        guard name.unicodeScalars.count <= dialect.longestMember else { throw .internalServerError }
        let moment = now()
        let row = image.members.add(
            Member(member: name, imageID: id, status: .pending, createdAt: moment, updatedAt: moment)
        )
        images[id] = image
        return success(row.document)
    }

    /// Adds the row that a request added to an image elsewhere, whose adder saw an earlier state.
    mutating func addMember(of request: ServiceRequest, from written: ImageService, asSeenIn earlier: ImageService) {
        guard case .members(let id) = request.imageRoute, let before = earlier.images[id]?.members,
            let after = written.images[id]?.members,
            after.rows.count > before.rows.count, let row = after.rows.last
        else { return }
        images[id]?.members.add(row, asSeenIn: before)
    }

    /// Sets what the consumer says of its membership; the owner has no say.
    mutating func updateMember(
        _ member: String,
        of id: String,
        _ request: ServiceRequest,
        caller: Caller
    ) throws(GlanceError) -> ServiceResponse {
        let status = try MemberRequest.status(in: document(of: request))
        var image = try find(id, for: caller)
        guard dialect.isShareable(image.visibility) else { throw notAllowed("update", id) }
        let index = try row(of: member, in: image, caller: caller)
        try authorize(.modifyMember, on: image, by: caller, or: notAllowed("update", id))
        guard let status = status.string.flatMap(MembershipStatus.init) else {
            throw .badRequest("Incorrect request: Status must be \"pending\", \"accepted\" or \"rejected\".")
        }
        image.members.setStatus(status, at: index, now: now())
        images[id] = image
        return success(image.members.rows[index].document)
    }

    /// Takes a member away.
    mutating func deleteMember(_ member: String, of id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        var image = try find(id, for: caller)
        guard dialect.isShareable(image.visibility) else { throw notAllowed("delete", id) }
        let index = try row(of: member, in: image, caller: caller)
        try authorize(.deleteMember, on: image, by: caller, or: notAllowed("delete", id))
        image.members.remove(at: index)
        images[id] = image
        return ServiceResponse(status: 204)
    }

    private func find(_ id: String, for caller: Caller) throws(GlanceError) -> Image {
        guard let image = images[id], !image.isDeleted, policy.isVisible(image, to: caller) else {
            throw .notFound("Image \(id) not found.")
        }
        return image
    }

    private func row(of member: String, in image: Image, caller: Caller) throws(GlanceError) -> Int {
        try policy.enforce(.getMember, on: image, by: caller)
        let index = image.members.rows.firstIndex { $0.isNamed(member) && isVisible($0, of: image, to: caller) }
        guard let index else {
            throw .notFound("\(member) not found in the member list of the image \(image.id).")
        }
        return index
    }

    private func isVisible(_ row: Member, of image: Image, to caller: Caller) -> Bool {
        caller.isAdmin || caller.owns(image) || row.member == caller.project
    }

    private func authorize(
        _ action: PolicyAction,
        on image: Image,
        by caller: Caller,
        or refusal: GlanceError
    ) throws(GlanceError) {
        // The older cloud had no roles to name: it refused every write in the same words.
        if dialect == .document, !policy.allows(action, on: image, by: caller) { throw refusal }
        try policy.enforce(action, on: image, by: caller)
    }

    private func notAllowed(_ verb: String, _ id: String) -> GlanceError {
        .forbidden("Not allowed to \(verb) members for image \(id).")
    }
}

/// The bodies of requests about members.
private enum MemberRequest {
    /// The member to add, of whatever type: Glance looks at it only when it reaches the database.
    static func member(in document: JSONValue) throws(GlanceError) -> JSONValue {
        guard document.isObject else {
            throw .badRequest("Expected a member in the form: {\"member\": \"image_id\"}")
        }
        guard let member = document["member"] else { throw .badRequest("Member to be added not specified") }
        guard !member.isFalsy else { throw .badRequest("Member can't be empty") }
        return member
    }

    /// The status to set, of whatever type.
    static func status(in document: JSONValue) throws(GlanceError) -> JSONValue {
        guard document.isObject else {
            throw .badRequest("Expected a status in the form: {\"status\": \"status\"}")
        }
        guard let status = document["status"] else { throw .badRequest("Status not specified") }
        return status
    }

    /// The member as the database takes it: any string without NUL and without four-byte characters.
    static func storable(_ member: JSONValue) throws(GlanceError) -> String {
        guard let name = member.string else { throw .internalServerError }
        guard name.unicodeScalars.allSatisfy({ $0.value <= 0xFFFF }) else {
            throw .badRequest("Member can't contain 4 byte unicode characters.")
        }
        guard !name.unicodeScalars.contains("\0") else { throw .internalServerError }
        return name
    }
}
