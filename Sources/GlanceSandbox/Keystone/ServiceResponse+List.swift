extension ServiceRequest {
    /// The address of Keystone, without a version, as the caller wrote it.
    var keystoneURL: String { origin + "/identity" }
}

extension ServiceResponse {
    /// A list of Keystone's, whole.
    static func list(_ name: String, _ documents: [JSONValue], of request: ServiceRequest) -> Self {
        let links: JSONValue = ["next": nil, "self": .string(request.origin + request.target), "previous": nil]
        return ServiceResponse(
            status: 200,
            json: .object([.init(key: name, value: .array(documents)), .init(key: "links", value: links)])
        )
    }
}
