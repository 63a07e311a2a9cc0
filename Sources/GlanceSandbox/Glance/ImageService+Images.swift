extension ImageService {
    /// One image.
    func showImage(_ id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        let image = try visibleImage(id, to: caller)
        try policy.enforce(.getImage, on: image, by: caller)
        return success(image.document)
    }

    /// Makes an image without data.
    mutating func createImage(_ request: ServiceRequest, caller: Caller) throws(GlanceError) -> ServiceResponse {
        guard let project = caller.project else { throw .unauthorized(.addImage) }
        let attributes = try ImageAttributes(document(of: request), dialect: dialect)
        let moment = now()
        var image = Image(
            id: attributes.id ?? Identifier.randomUUID(),
            owner: attributes.owner.map(\.string) ?? project,
            visibility: attributes.visibility ?? dialect.defaultVisibility,
            createdAt: moment,
            updatedAt: moment
        )
        guard caller.isAdmin || image.owner == project else {
            throw GlanceError(
                status: 403,
                detail: "You are not permitted to create images owned by '\(image.owner ?? "None")'"
            )
        }
        guard policy.allows(.addImage, on: image, by: caller) else { throw .unauthorized(.addImage) }
        try enforceVisibility(of: image, caller: caller)
        try attributes.apply(to: &image)
        guard images[image.id] == nil else {
            throw .conflict("Image ID \(image.id) already exists!")
        }
        images[image.id] = image
        // As in every link of Glance, what lies before /v2 is lost.
        return success(image.document, status: 201).adding("Location", request.origin + "/v2/images/\(image.id)")
    }

    /// Changes an image as a JSON patch says: all of it, or nothing.
    mutating func updateImage(
        _ id: String,
        _ request: ServiceRequest,
        caller: Caller
    ) throws(GlanceError) -> ServiceResponse {
        let patch = try JSONPatch(request, dialect: dialect, document: document(of:))
        let found = try visibleImage(id, to: caller)
        var image = found
        for change in patch.changes {
            // Only a replacement: Glance does not look where an owner is added.
            guard change.attribute != "owner" || change.operation != .replace || caller.isAdmin else {
                throw GlanceError(status: 403, detail: "Owner can't be updated by non admin.")
            }
            if change.attribute == "visibility", let visibility = change.value.string.flatMap(Visibility.init) {
                var changed = found
                changed.visibility = visibility
                try enforceVisibility(of: changed, caller: caller)
            }
            try policy.enforce(.modifyImage, on: found, by: caller)
            try change.apply(to: &image)
        }
        if !patch.changes.isEmpty { image.updatedAt = now() }
        images[id] = image
        return success(image.document)
    }

    /// Takes an image away; its id stays used.
    mutating func deleteImage(_ id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        guard var image = try? visibleImage(id, to: caller) else {
            throw .notFound("Failed to find image \(id) to delete")
        }
        try policy.enforce(.deleteImage, on: image, by: caller)
        guard !image.isProtected else {
            throw .forbidden("Image \(id) is protected and cannot be deleted.")
        }
        guard image.status != .deleted else {
            throw .badRequest("Image status transition from deleted to deleted is not allowed")
        }
        image.status = .deleted
        image.isDeleted = !image.members.hasDuplicates
        images[id] = image
        // The database takes no two rows of one name that were deleted at the same time: the image stays, half deleted.
        guard image.isDeleted else { throw .internalServerError }
        return ServiceResponse(status: 204)
    }

    /// The image, where the caller may know of it.
    func visibleImage(_ id: String, to caller: Caller) throws(GlanceError) -> Image {
        guard let image = images[id], !image.isDeleted, policy.isVisible(image, to: caller) else {
            throw .notFound("No image found with ID \(id)")
        }
        return image
    }

    private func enforceVisibility(of image: Image, caller: Caller) throws(GlanceError) {
        let action: PolicyAction
        switch image.visibility {
        case .public: action = .publicizeImage
        case .community: action = .communitizeImage
        case .shared, .private: return
        }
        guard policy.allows(action, on: image, by: caller) else { throw .unauthorized(action) }
    }
}

extension ImageService {
    /// Puts a tag on an image; one that is there stays.
    mutating func addTag(_ tag: String, to id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        try ImageSchema.check([.string(tag)], of: "tags", dialect: dialect)
        var image = try tagged(id, caller: caller)
        try image.setTags(image.tags + [tag])
        image.updatedAt = now()
        images[id] = image
        return .done
    }

    /// Takes a tag off an image.
    mutating func removeTag(_ tag: String, from id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        var image = try tagged(id, caller: caller)
        guard let index = image.tags.firstIndex(of: tag) else { throw .notFound() }
        image.tags.remove(at: index)
        image.updatedAt = now()
        images[id] = image
        return .done
    }

    private func tagged(_ id: String, caller: Caller) throws(GlanceError) -> Image {
        let image: Image
        do throws(GlanceError) {
            image = try visibleImage(id, to: caller)
        } catch {
            throw .notFound("Image \(id) not found.")
        }
        try policy.enforce(.modifyImage, on: image, by: caller)
        return image
    }
}
