/// The trouble with the pages of a list of images, projects or domains.
enum PageFault: String, Sendable {
    /// The next page is at another host.
    case elsewhere
    /// Every page leads to itself again.
    case `repeat`
    /// The last page leads to the first one again, each time under an address that was not there before.
    case endless
    /// A list of Keystone's ends half-way, and says that it is truncated, without a next page.
    case cut
}

extension ServiceRequest {
    /// True for the list of images, of projects or of domains.
    var listsPages: Bool {
        method == "GET"
            && ["/v2/images", "/v3/projects", "/v3/domains"].contains { target.prefix { $0 != "?" }.hasSuffix($0) }
    }

    /// The limit of the query, where it has one.
    fileprivate var limit: Int? {
        query.last { $0.name == "limit" }.flatMap { Int($0.value) }
    }

    /// The address of this list from its beginning, with another limit.
    fileprivate func beginning(limit: Int) -> String {
        let kept = query.filter { $0.name != "limit" && $0.name != "marker" }
        let items = kept + [QueryItem(name: "limit", value: String(limit))]
        return target.prefix { $0 != "?" } + "?" + PercentEncoding.query(items)
    }
}

extension ServiceResponse {
    /// The same page with the trouble; any other answer stays as it is.
    func spoilingPages(_ fault: PageFault, of request: ServiceRequest) -> Self {
        guard status == 200, request.listsPages, case .object(var entries)? = JSONValue(bytes: body) else {
            return self
        }
        // Glance writes paths below its own address, Keystone whole addresses.
        let isKeystone = request.target.contains("/v3/")
        func address(_ target: String) -> String {
            isKeystone ? request.origin + target : String(target.dropFirst("/image".count))
        }
        func set(_ key: String, _ value: JSONValue) {
            entries.removeAll { $0.key == key }
            entries.append(.init(key: key, value: value))
        }
        func setNext(_ next: String?) {
            guard isKeystone else { return set("next", JSONValue(next)) }
            set("links", ["next": JSONValue(next), "self": .string(request.origin + request.target), "previous": nil])
        }
        let document = JSONValue.object(entries)
        let next = (isKeystone ? document["links"]?["next"] : document["next"])?.string
        switch fault {
        case .elsewhere: setNext("http://elsewhere.invalid" + request.target)
        case .repeat: setNext(address(request.target))
        case .endless:
            guard next == nil else { return self }
            setNext(address(request.beginning(limit: (request.limit ?? ImageQuery.defaultLimit) + 1)))
        case .cut:
            guard isKeystone else { return self }
            for entry in entries {
                if let list = entry.value.array { set(entry.key, .array(Array(list.prefix(list.count / 2)))) }
            }
            setNext(nil)
            set("truncated", true)
        }
        var response = self
        response.body = Array(JSONValue.object(entries).text.utf8)
        return response
    }
}
