extension ServiceRequest {
    /// The address of Keystone, without a version, as the caller wrote it.
    var keystoneURL: String { origin + "/identity" }
}

extension ServiceResponse {
    /// A list of Keystone's, whole or in pages.
    static func list(_ name: String, _ documents: [JSONValue], of request: ServiceRequest, page: PageRequest? = nil)
        -> Self
    {
        let isFull = page?.isFull ?? false
        let next = isFull ? documents.last?["id"]?.string.flatMap { page?.next(after: $0, in: request) } : nil
        let links: JSONValue = [
            "next": JSONValue(next), "self": .string(request.origin + request.target), "previous": nil,
        ]
        let entries: [JSONValue.Entry] = [
            .init(key: name, value: .array(documents)), .init(key: "links", value: links),
        ]
        return ServiceResponse(
            status: 200, json: .object(entries + (isFull ? [.init(key: "truncated", value: true)] : [])))
    }
}

extension SandboxDomain {
    /// The domain as the identity API shows it.
    func document(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "description": .string(description),
            "enabled": .bool(isEnabled), "tags": [], "options": [:],
            "links": ["self": .string(baseURL + "/v3/domains/" + id)],
        ]
    }

    /// The domain as one of the projects, of which it is one to Keystone.
    func projectDocument(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "domain_id": nil, "description": .string(description),
            "enabled": .bool(isEnabled), "parent_id": nil, "is_domain": true, "tags": [], "options": [:],
            "links": ["self": .string(baseURL + "/v3/projects/" + id)],
        ]
    }
}

extension SandboxProject {
    /// The project as the identity API shows it.
    func document(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "domain_id": .string(domain.id),
            "description": .string(description), "enabled": .bool(isEnabled), "parent_id": .string(parentID),
            "is_domain": false, "tags": .array(tags.map(JSONValue.string)), "options": [:],
            "links": ["self": .string(baseURL + "/v3/projects/" + id)],
        ]
    }
}

extension SandboxUser {
    /// The user as the identity API shows it.
    func document(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "domain_id": .string(SandboxDomain.default.id),
            "enabled": true, "options": [:], "password_expires_at": nil,
            "links": ["self": .string(baseURL + "/v3/users/" + id)],
        ]
    }
}

extension Role {
    /// The role as the identity API shows it.
    func document(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(rawValue), "domain_id": nil, "description": nil,
            "options": ["immutable": true], "links": ["self": .string(baseURL + "/v3/roles/" + id)],
        ]
    }
}

/// The service catalog: the identity service and the image service, in one region.
enum CatalogDocument {
    static let region = "RegionOne"

    /// The catalog as a token carries it.
    static func catalog(origin: String) -> JSONValue {
        [
            service(type: "identity", name: "keystone", url: origin + "/identity"),
            service(type: "image", name: "glance", url: origin + "/image"),
        ]
    }

    private static func service(type: String, name: String, url: String) -> JSONValue {
        let endpoints = ["public", "internal", "admin"].map { interface -> JSONValue in
            [
                "id": .string(Identifier.hex("endpoint/\(name)/\(interface)")), "interface": .string(interface),
                "region_id": .string(region), "url": .string(url), "region": .string(region),
            ]
        }
        return [
            "endpoints": .array(endpoints), "id": .string(Identifier.hex("service/" + name)),
            "type": .string(type), "name": .string(name),
        ]
    }
}
