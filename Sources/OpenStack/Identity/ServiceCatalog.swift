/// The services that a token can reach, as Keystone lists them.
struct ServiceCatalog: Sendable {
    struct Service: Decodable, Sendable {
        var type: String
        var endpoints: [Endpoint]?
    }

    struct Endpoint: Decodable, Sendable {
        var interface: String
        var region: String?
        var region_id: String?
        var url: String?
    }

    private let services: [Service]

    init(_ services: [Service]) {
        self.services = services
    }

    /// Finds the endpoint of a service: the first one of its type with that interface and region.
    ///
    /// - Parameters:
    ///   - type: the service's type, `image`.
    ///   - interface: `public`, `internal` or `admin`.
    ///   - region: the region's ID, or nil for any.
    /// - Returns: the endpoint, without a version.
    /// - Throws: what the catalog has instead, so that the reader can choose.
    func endpoint(type: String, interface: String, region: String?) throws(OpenStackError) -> ServiceURL {
        let endpoints = services.filter { $0.type == type }.flatMap { $0.endpoints ?? [] }
        guard !endpoints.isEmpty else {
            let types = Set(services.map(\.type)).sorted().joined(separator: ", ")
            throw OpenStackError(
                .misconfigured, message: "the catalog has no service of type \(type)",
                hint: types.isEmpty ? "the catalog is empty: check the project and its roles" : "it has \(types)"
            )
        }
        let matching = endpoints.filter { endpoint in
            endpoint.interface == interface
                && (region == nil || [endpoint.region_id, endpoint.region].contains(region))
        }
        guard let text = matching.compactMap(\.url).first(where: { !$0.isEmpty }) else {
            let known = Set(endpoints.map { "\($0.interface) in \($0.region_id ?? $0.region ?? "no region")" })
            throw OpenStackError(
                .misconfigured,
                message:
                    "the catalog has no \(interface) endpoint of type \(type)\(region.map { " in region \($0)" } ?? "")",
                hint:
                    "it has \(known.sorted().joined(separator: ", ")): set OS_REGION_NAME and OS_INTERFACE to one of these"
            )
        }
        guard let url = ServiceURL(text, droppingVersion: "v2") else {
            throw OpenStackError(
                .misconfigured,
                message:
                    "the catalog's \(type) endpoint is not an http or https URL\(text.contains("@") ? "" : ": \(text)")",
                hint: "mend the catalog, or set OS_IMAGE_ENDPOINT_OVERRIDE"
            )
        }
        return url
    }
}
