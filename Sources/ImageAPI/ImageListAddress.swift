import ImageSharing
import Transport

/// The address of a list of images, with as much of a query as Glance understands as it is meant.
///
/// https://docs.openstack.org/api-ref/image/v2/#list-images. Glance takes no patterns; it reads `in:` and other words before
/// a colon as operators, a database may fail on control characters and on what is beyond the basic plane, and a proxy does
/// not take addresses of any length. What is left out for that is looked at here alone.
struct ImageListAddress {
    /// The most octets of an address.
    private static let longest = 2000
    /// The parameters and attributes that are no property's name; those that end in `_min` and `_max` are none either.
    private static let reserved: Set<String> = [
        "changes-since", "checksum", "container_format", "created_at", "deleted", "deleted_at", "direct_url",
        "disk_format",
        "file", "id", "is_public", "is-public", "limit", "locations", "marker", "member_status", "min_disk", "min_ram",
        "name", "os_hash_algo", "os_hash_value", "os_hidden", "owner", "protected", "schema", "self", "size", "sort",
        "sort_dir", "sort_key", "status", "stores", "tag", "tags", "updated_at", "virtual_size", "visibility",
    ]

    /// The images that are wanted.
    private enum Subject {
        /// Those that a project owns.
        case owned(by: String, areHidden: Bool)
        /// Those that others offer to a project.
        case offered(to: String)
    }

    private let subject: Subject
    private let base: String

    /// Makes an address.
    ///
    /// - Parameters:
    ///   - owner: the project whose images are listed.
    ///   - query: the part of them that is enough.
    ///   - areHidden: true for hidden images alone, false for none of them.
    ///   - limit: the number of images in a page.
    init(owner: String, query: ImageQuery, areHidden: Bool, limit: Int) {
        subject = .owned(by: owner, areHidden: areHidden)
        var conditions: [(name: String, value: String)] = []
        if let name = query.name { conditions.append(("name", name)) }
        conditions += query.tags.map { ("tag", $0) }
        conditions += query.properties.sorted { $0.key < $1.key }.filter { Self.isProperty($0.key) }
            .map { ($0.key, $0.value) }
        var base =
            "/v2/images?owner=\(PercentEncoding.pathPart(owner))&limit=\(limit)&sort=created_at:asc"
        if areHidden { base += "&os_hidden=true" }
        for condition in conditions where Self.isLiteral(condition.value) {
            let item = "&\(condition.name)=\(PercentEncoding.pathPart(condition.value))"
            if base.utf8.count + item.utf8.count <= Self.longest { base += item }
        }
        self.base = base
    }

    /// Makes the address of the images that are offered to the token's project, and that it has not answered: none that
    /// their owners hide.
    ///
    /// Its own shared images are in that list, too, whatever the status of their members.
    ///
    /// - Parameters:
    ///   - project: the token's project.
    ///   - limit: the number of images in a page.
    init(offeredTo project: String, limit: Int) {
        subject = .offered(to: project)
        base = "/v2/images?visibility=shared&member_status=pending&limit=\(limit)&sort=created_at:asc"
    }

    /// Returns true if an image that is listed is one of those that are wanted.
    func wants(_ image: ListedImage) -> Bool {
        switch subject {
        case .owned(let project, let areHidden): image.owner == project && (areHidden || !image.isHidden)
        case .offered(let project): image.owner != project && image.visibility == "shared" && !image.isHidden
        }
    }

    /// The path of a page.
    ///
    /// - Parameter marker: the ID of the last image of the page before; nil for the first page.
    /// - Returns: the path below the service's address, percent-encoded.
    func path(after marker: String?) -> String {
        base + (marker.map { "&marker=" + PercentEncoding.pathPart($0) } ?? "")
    }

    /// Returns true if the address of a next page, a path or a URL, is one of this list at this service.
    ///
    /// Glance writes a path, and leaves out what comes before its version.
    static func leadsOn(_ next: String, at service: ServiceURL) -> Bool {
        var path = next[...]
        let root = "\(service.scheme)://\(service.authority)"
        if path.hasPrefix(root) { path = path.dropFirst(root.count) }
        path = path.prefix { $0 != "?" && $0 != "#" }
        return path == "/v2/images" || path == "\(service.prefix)/v2/images"
    }

    /// Returns true for a value that everybody reads as itself.
    private static func isLiteral(_ value: String) -> Bool {
        !value.isEmpty
            && value.unicodeScalars.allSatisfy { scalar in
                scalar != ":" && scalar.value <= 0xFFFF && scalar.properties.generalCategory != .control
            }
    }

    /// Returns true for a name that can be nothing but a property's.
    private static func isProperty(_ name: String) -> Bool {
        !reserved.contains(name) && !name.hasSuffix("_min") && !name.hasSuffix("_max") && !name.isEmpty
            && name.utf8.allSatisfy { octet in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) || "_-.".utf8.contains(octet)
            }
    }
}
