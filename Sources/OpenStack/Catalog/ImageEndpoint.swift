import Transport

/// The address of the image service, and its origin.
struct ImageEndpoint: Sendable, Equatable {
    /// The address, without a version.
    private(set) var url: ServiceURL
    /// The origin of the choice, in words.
    let origin: String
    /// Its region by the catalog's word; nil where the catalog was not asked, or names none.
    let region: String?

    /// Takes the configured address, or else the catalog's.
    ///
    /// - Parameters:
    ///   - choice: what the configuration says.
    ///   - catalog: the token's catalog.
    ///   - projectID: the token's project; it stands for `%(project_id)s`.
    ///   - userID: the token's user; it stands for `%(user_id)s`.
    /// - Throws: what is wrong with the one, or why there is none in the other.
    init(
        _ choice: EndpointChoice, catalog: ServiceCatalog, projectID: String, userID: String?
    ) throws(OpenStackError) {
        guard let override = choice.override else {
            let match = try catalog.endpoint(choice)
            guard let url = ServiceURL(match.url, droppingVersion: "v2", project: projectID) else {
                throw Self.notAnAddress(match.url, whose: "the catalog's \(choice.serviceType) endpoint", .noEndpoint)
            }
            (self.url, origin, region) = (url, match.origin, match.region)
            return
        }
        let values = ["project_id": projectID, "tenant_id": projectID, "user_id": userID]
        let text = try Self.filled(override, with: values.compactMapValues { $0 })
        guard let url = ServiceURL(text, droppingVersion: "v2", project: projectID) else {
            throw Self.notAnAddress(override, whose: "the image endpoint override", .misconfigured)
        }
        (self.url, origin, region) = (url, choice.overrideSetting.map { "override, \($0)" } ?? "override", nil)
        self.url.setting = choice.overrideSetting ?? "OS_IMAGE_ENDPOINT_OVERRIDE (image_endpoint_override)"
    }

    /// Fills in `%(name)s`, which is all of Python's formatting that such addresses use.
    private static func filled(_ template: String, with values: [String: String]) throws(OpenStackError) -> String {
        var filled = ""
        var rest = template[...]
        while let start = rest.firstRange(of: "%(") {
            filled += rest[..<start.lowerBound]
            let end = rest[start.upperBound...].firstRange(of: ")s")
            let name = rest[start.upperBound..<(end?.lowerBound ?? rest.endIndex)]
            guard let end, let value = values[String(name)], !value.isEmpty else {
                throw OpenStackError(
                    .misconfigured, message: "the image endpoint override has %(\(name))s in it, which is not known",
                    hint: "project_id, tenant_id and user_id can be filled in, where the token has them: "
                        + "write the rest out in OS_IMAGE_ENDPOINT_OVERRIDE"
                )
            }
            filled += value
            rest = rest[end.upperBound...]
        }
        return filled + rest
    }

    private static func notAnAddress(
        _ text: String, whose: String, _ code: OpenStackError.Code
    ) -> OpenStackError {
        // What stands before an @ may be a password.
        OpenStackError(
            code,
            message: "\(whose) is not an http or https URL\(text.contains("@") ? "" : ": \(text)")",
            hint: "set OS_IMAGE_ENDPOINT_OVERRIDE to the image service's address, with or without /v2"
        )
    }
}
