/// The services that a token can reach, as Keystone lists them.
struct ServiceCatalog: Sendable {
    struct Service: Decodable, Sendable {
        var type: String?
        var name: String?
        var endpoints: [Endpoint]?
    }

    struct Endpoint: Decodable, Sendable {
        var interface: String?
        var region: String?
        var region_id: String?
        var url: String?
    }

    /// An endpoint that was found, and where.
    struct Match: Sendable {
        let url: String
        /// Service, interface and region, in words.
        let origin: String
        /// The endpoint's region, where it has one.
        let region: String?
    }

    private struct Candidate {
        let service: Service
        let endpoint: Endpoint
        let url: String

        var interface: String { endpoint.interface.map(ServiceCatalog.plain) ?? "no interface" }
        var region: String? { endpoint.region_id.flatMap { $0.isEmpty ? nil : $0 } ?? endpoint.region }
    }

    private let services: [Service]

    init(_ services: [Service]) {
        self.services = services
    }

    /// Finds the endpoint of a service as keystoneauth does.
    ///
    /// The type has to be the very one: the service-types-authority knows no other name for `image`. A service without a
    /// name has any name. The first interface that has an endpoint in the region wins, and its first endpoint.
    ///
    /// https://service-types.openstack.org/service-types.json
    ///
    /// - Parameter choice: type, name, interfaces and region of the service.
    /// - Returns: the endpoint's URL as the catalog has it.
    /// - Throws: what the catalog has instead, so that the reader can choose.
    func endpoint(_ choice: EndpointChoice) throws(OpenStackError) -> Match {
        let candidates = try services(choice).flatMap { service in
            (service.endpoints ?? []).compactMap { endpoint in
                endpoint.url.flatMap { $0.isEmpty ? nil : Candidate(service: service, endpoint: endpoint, url: $0) }
            }
        }
        let inRegion = candidates.filter { choice.region == nil || $0.region == choice.region }
        let found =
            choice.interfaces.isEmpty
            ? inRegion.first
            : choice.interfaces.lazy.compactMap { wanted in
                inRegion.first { $0.interface == Self.plain(wanted) }
            }.first
        guard let found else { throw Self.absence(of: choice, among: candidates) }
        return Match(
            url: found.url,
            origin: "catalog: \(choice.serviceType)\(found.service.name.map { " \"\($0)\"" } ?? ""), "
                + "\(found.interface), \(found.region ?? "no region")",
            region: found.region
        )
    }

    /// The services of that type and name.
    private func services(_ choice: EndpointChoice) throws(OpenStackError) -> [Service] {
        let ofType = services.filter { $0.type == choice.serviceType }
        guard !ofType.isEmpty else {
            let types = Set(services.compactMap(\.type)).sorted().joined(separator: ", ")
            throw OpenStackError(
                .noEndpoint, message: "the catalog has no service of type \(choice.serviceType)",
                hint: types.isEmpty ? "the catalog is empty: check the project and its roles" : "it has \(types)"
            )
        }
        guard let name = choice.serviceName else { return ofType }
        let named = ofType.filter { ($0.name ?? "").isEmpty || $0.name == name }
        guard !named.isEmpty else {
            throw OpenStackError(
                .noEndpoint, message: "the catalog has no service of type \(choice.serviceType) named \(name)",
                hint: "it has \(Set(ofType.compactMap(\.name)).sorted().joined(separator: ", ")): "
                    + "set image_service_name to one of these, or leave it out"
            )
        }
        return named
    }

    private static func absence(of choice: EndpointChoice, among candidates: [Candidate]) -> OpenStackError {
        let wanted = [choice.interfaces.map(plain).joined(separator: " or "), "endpoint of type \(choice.serviceType)"]
        let known = Set(candidates.map { "\($0.interface) in \($0.region ?? "no region")" })
        return OpenStackError(
            .noEndpoint,
            message: "the catalog has no \(wanted.filter { !$0.isEmpty }.joined(separator: " "))"
                + (choice.region.map { " in region \($0)" } ?? ""),
            hint: known.isEmpty
                ? "the service is there, but none of its endpoints has a URL: mend the catalog, or set "
                    + "OS_IMAGE_ENDPOINT_OVERRIDE"
                : "it has \(known.sorted().joined(separator: ", ")): set OS_REGION_NAME and OS_INTERFACE to one of these"
        )
    }

    /// An interface by its name of today: `publicURL` is from an older API.
    private static func plain(_ interface: String) -> String {
        interface.hasSuffix("URL") ? String(interface.dropLast(3)) : interface
    }
}
