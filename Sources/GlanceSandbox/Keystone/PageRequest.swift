/// The page of a list that a caller of Keystone asks for; lists are in order of ID.
struct PageRequest: Sendable {
    /// Keystone's `max_db_limit`: a list that nobody limits ends here all the same, and does not say so.
    static let greatestLimit = 1000

    private let limit: Int?
    private let marker: String?
    /// True as soon as there may be more: the page is full, even if it is the last one.
    private(set) var isFull = false

    /// Reads `limit` and `marker`.
    ///
    /// - Parameters:
    ///   - items: the query.
    ///   - listLimit: the limit where the query has none, Keystone's `list_limit`; nil where the cloud sets none.
    /// - Throws: Keystone's failure over a limit that is no number, or is less than nothing.
    init(_ items: [ServiceRequest.QueryItem], listLimit: Int? = nil) throws(KeystoneError) {
        marker = items.first { $0.name == "marker" }?.value
        guard let text = items.first(where: { $0.name == "limit" })?.value else {
            limit = listLimit
            return
        }
        if text.isEmpty {
            limit = nil
        } else {
            guard let number = Int(text), number >= 0 else { throw .internalServerError }
            limit = min(number, Self.greatestLimit)
        }
    }

    /// Cuts the page out of a list.
    ///
    /// - Parameters:
    ///   - found: what fulfils the conditions.
    ///   - id: the ID of an element.
    ///   - all: the IDs of everything there is: the marker may be any of them.
    /// - Returns: the page, in order of ID.
    /// - Throws: that the marker is none of them.
    mutating func cut<Element>(
        _ found: [Element], id: KeyPath<Element, String>, of all: [String]
    ) throws(KeystoneError) -> [Element] {
        var rest = found.sorted { $0[keyPath: id] < $1[keyPath: id] }
        if let marker {
            guard all.contains(marker) else {
                throw KeystoneError(status: 404, message: "Marker \(marker) could not be found.")
            }
            rest = Array(rest.drop { $0[keyPath: id] <= marker })
        }
        guard let limit else { return Array(rest.prefix(Self.greatestLimit)) }
        isFull = rest.count >= limit
        // A limit of 0 is none to the database, and reached as soon as anybody counts.
        return limit == 0 ? rest : Array(rest.prefix(limit))
    }

    /// The address of the page behind an ID.
    func next(after id: String, in request: ServiceRequest) -> String {
        var kept: [ServiceRequest.QueryItem] = []
        for item in request.query where !kept.contains(where: { $0.name == item.name }) { kept.append(item) }
        for item in [("marker", id), ("limit", String(limit ?? 0))] {
            let item = ServiceRequest.QueryItem(name: item.0, value: item.1)
            if let index = kept.firstIndex(where: { $0.name == item.name }) {
                kept[index] = item
            } else {
                kept.append(item)
            }
        }
        let path = request.target.prefix { $0 != "?" }
        return request.origin + path + "?" + PercentEncoding.query(kept)
    }
}
