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
