extension ImageService {
    /// A page of the images that the caller may see.
    func listImages(_ query: ImageQuery, caller: Caller) throws(GlanceError) -> ServiceResponse {
        guard caller.project != nil else { throw .unauthorized(.getImages) }
        var filters: [ImageFilter] = []
        for item in query.filters {
            if let filter = try ImageFilter(item) { filters.append(filter) }
        }
        let sorted = images.values
            .filter { image in
                !image.isDeleted && image.isHidden == query.isHidden && isListed(image, query: query, caller: caller)
                    && query.tags.allSatisfy(image.tags.contains) && filters.allSatisfy { $0.matches(image) }
            }
            .sorted { isBefore($0, $1, in: query.order) }
        let start = try index(after: query.marker, in: sorted, order: query.order, caller: caller)
        let page = Array(sorted[start...].prefix(query.limit))
        var entries: [JSONValue.Entry] = [
            .init(key: "images", value: .array(page.map(\.document))),
            .init(key: "first", value: .string(query.link())),
            .init(key: "schema", value: "/v2/schemas/images"),
        ]
        if let last = page.last, page.count == query.limit {
            entries.append(.init(key: "next", value: .string(query.link(marker: last.id))))
        }
        return success(.object(entries))
    }

    private func isListed(_ image: Image, query: ImageQuery, caller: Caller) -> Bool {
        if !caller.isAdmin {
            let isShared = image.members.rows.contains {
                $0.member == caller.project
                    && (query.memberStatus == "all" || $0.status.rawValue == query.memberStatus)
            }
            guard
                [.public, .community].contains(image.visibility) || caller.owns(image)
                    || (isShared && dialect.isShareable(image.visibility))
            else { return false }
        }
        switch query.visibility {
        case "all": return true
        case .some(let visibility): return image.visibility.rawValue == visibility
        // Community images crowd nobody's list but their owner's, unless asked for.
        case nil: return image.visibility != .community || caller.owns(image)
        }
    }

    private func index(
        after marker: String?,
        in sorted: [Image],
        order: [(key: String, isAscending: Bool)],
        caller: Caller
    ) throws(GlanceError) -> Int {
        guard let marker else { return 0 }
        guard let image = images[marker], !image.isDeleted, policy.isVisible(image, to: caller) else {
            throw .badRequest("No image found with ID \(marker)")
        }
        // The marker need not be among the images listed: the page begins behind its place.
        return sorted.firstIndex { isBefore(image, $0, in: order) } ?? sorted.count
    }

    private func isBefore(_ one: Image, _ other: Image, in order: [(key: String, isAscending: Bool)]) -> Bool {
        for (key, isAscending) in order {
            let comparison = compare(one, other, by: key)
            if comparison != 0 { return isAscending == (comparison < 0) }
        }
        return false
    }

    /// Negative where the first comes first, zero where they are alike.
    private func compare(_ one: Image, _ other: Image, by key: String) -> Int {
        func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
            left < right ? -1 : left == right ? 0 : 1
        }
        return switch key {
        case "name": compare(one.name ?? "", other.name ?? "")
        case "status": compare(one.status.rawValue, other.status.rawValue)
        case "container_format": compare(one.containerFormat ?? "", other.containerFormat ?? "")
        case "disk_format": compare(one.diskFormat ?? "", other.diskFormat ?? "")
        // PostgreSQL puts what has no size last.
        case "size": compare(one.data?.bytes.count ?? .max, other.data?.bytes.count ?? .max)
        case "created_at": compare(one.createdAt, other.createdAt)
        case "updated_at": compare(one.updatedAt, other.updatedAt)
        default: compare(one.id, other.id)
        }
    }
}
