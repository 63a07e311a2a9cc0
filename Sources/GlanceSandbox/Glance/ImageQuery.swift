/// The images, their order and the page that a caller of `GET /v2/images` asks for.
struct ImageQuery: Sendable {
    static let defaultLimit = 25
    static let greatestLimit = 1000
    private static let sortKeys = [
        "name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at",
    ]

    let items: [ServiceRequest.QueryItem]
    let limit: Int
    let marker: String?
    let memberStatus: String
    let visibility: String?
    let tags: [String]
    let isHidden: Bool
    let order: [(key: String, isAscending: Bool)]

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - items: the query.
    ///   - pageSize: the greatest number of images in a page, as the cloud has it; nil for Glance's own.
    /// - Throws: what Glance does not understand.
    init(_ items: [ServiceRequest.QueryItem], pageSize: Int?) throws(GlanceError) {
        func first(_ name: String) -> String? { items.first { $0.name == name }?.value }
        self.items = items
        if let text = first("limit") {
            guard let number = Double(text), text.wholeMatch(of: /[-+]?[0-9]+/) != nil else {
                throw .badRequest("limit param must be an integer")
            }
            guard number >= 0 else { throw .badRequest("limit param must be positive") }
            limit = Int(min(number, Double(pageSize ?? Self.greatestLimit)))
        } else {
            limit = min(Self.defaultLimit, pageSize ?? Self.defaultLimit)
        }
        marker = first("marker")
        memberStatus = first("member_status") ?? "accepted"
        guard ["pending", "accepted", "rejected", "all"].contains(memberStatus) else {
            throw .badRequest("Invalid status: \(memberStatus)")
        }
        let visibility = first("visibility")
        // Glance trips over a visibility without a value.
        guard visibility != "" else { throw .internalServerError }
        if let visibility, !["community", "public", "private", "shared", "all"].contains(visibility) {
            throw .badRequest("Invalid visibility value: \(visibility)")
        }
        self.visibility = visibility
        tags = items.filter { $0.name == "tag" }.map(\.value)
        let hidden = (items.last { $0.name == "os_hidden" }?.value ?? "false").lowercased()
        guard ["true", "false"].contains(hidden) else {
            throw .badRequest(
                "Invalid value '\(hidden)' for 'os_hidden' filter. Valid values are 'true' or 'false'."
            )
        }
        isHidden = hidden == "true"
        order = try Self.order(items)
    }

    /// Conditions on attributes: everything in the query that is no parameter of its own.
    ///
    /// Glance takes a parameter that is there twice once, and takes the other one for a condition on an attribute.
    var filters: [ServiceRequest.QueryItem] {
        let parameters = ["limit", "marker", "member_status", "visibility", "sort"]
        let lists = ["tag", "os_hidden", "sort_key", "sort_dir"]
        return items.enumerated().filter { index, item in
            func isSame(_ other: ServiceRequest.QueryItem) -> Bool { other.name == item.name }
            // Of several conditions on one attribute, the last counts.
            guard !lists.contains(item.name), !items[(index + 1)...].contains(where: isSame) else { return false }
            return !parameters.contains(item.name) || items[..<index].contains(where: isSame)
        }.map(\.element)
    }

    /// The query of the first page, or of the page after a marker.
    ///
    /// Glance writes each name once, with its last value: of repeated tags only one survives into `next`.
    func link(marker: String? = nil) -> String {
        var kept: [ServiceRequest.QueryItem] = []
        for item in items where item.name != "marker" {
            if let index = kept.firstIndex(where: { $0.name == item.name }) {
                kept[index] = item
            } else {
                kept.append(item)
            }
        }
        if let marker { kept.append(.init(name: "marker", value: marker)) }
        return kept.isEmpty ? "/v2/images" : "/v2/images?" + PercentEncoding.query(kept)
    }

    private static func order(
        _ items: [ServiceRequest.QueryItem]
    ) throws(GlanceError) -> [(key: String, isAscending: Bool)] {
        var order: [(key: String, isAscending: Bool)] = []
        func add(_ key: String, _ direction: String) throws(GlanceError) {
            guard sortKeys.contains(key) else {
                throw .badRequest(
                    "Invalid sort key: \(key). It must be one of the following: \(sortKeys.joined(separator: ", "))."
                )
            }
            guard ["asc", "desc"].contains(direction) else {
                throw .badRequest("Invalid sort direction: \(direction)")
            }
            order.append((key, direction == "asc"))
        }
        let keys = items.filter { $0.name == "sort_key" }.map(\.value)
        let directions = items.filter { $0.name == "sort_dir" }.map(\.value)
        if let sort = items.first(where: { $0.name == "sort" })?.value {
            guard keys.isEmpty, directions.isEmpty else {
                throw .badRequest("Old and new sorting syntax cannot be combined")
            }
            for part in sort.split(separator: ",", omittingEmptySubsequences: false) {
                let pair = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    .map { String($0.trimmed) }
                try add(pair.first ?? "", pair.count > 1 && !pair[1].isEmpty ? pair[1] : "desc")
            }
        } else {
            guard directions.count <= 1 || directions.count == keys.count else {
                throw .badRequest("Number of sort dirs does not match the number of sort keys")
            }
            for (index, key) in (keys.isEmpty ? ["created_at"] : keys).enumerated() {
                try add(key, directions.count > 1 ? directions[index] : directions.first ?? "desc")
            }
        }
        let rest = order.first?.isAscending ?? false
        for key in ["created_at", "id"] where !order.contains(where: { $0.key == key }) {
            order.append((key, rest))
        }
        return order
    }
}
