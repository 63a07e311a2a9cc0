import Transport
import HTTPTypes

extension HTTPAnswer {
    /// Where a redirection leads (RFC 9110, 15.4), as it says, without user, query and fragment; nil where it is none.
    ///
    /// What a gateway asks in a query, like the state of a login, is nobody's business, and a password nobody's at all.
    var redirection: String? {
        guard [301, 302, 303, 307, 308].contains(response.status.code) else { return nil }
        let location = (response.headerFields[.location] ?? "").withoutUserInformation
        let address = ErrorText.sentence(in: String(location.prefix { $0 != "?" && $0 != "#" }), hiding: redaction)
        return address.isEmpty ? "nowhere" : address
    }
}

extension OpenStackError {
    /// Says of a redirection what leads to the place that it names, if the image API is there.
    ///
    /// - Parameters:
    ///   - location: where the redirection leads.
    ///   - service: where the image API was thought to be.
    /// - Returns: the same error, with what to do about it.
    func redirected(to location: String, from service: ServiceURL) -> OpenStackError {
        var explained = self
        explained.message =
            "\(service) answers with a redirection (\(status ?? 0)) to \(location), which is not followed"
        let setting = service.setting ?? "OS_IMAGE_ENDPOINT_OVERRIDE (image_endpoint_override)"
        let root = location.ranges(of: "/v2/").last.flatMap { ServiceURL(String(location[..<$0.lowerBound])) }
        explained.hint =
            if let root, root != service {
                "if the image service is there, set its address to \(root) in \(setting)"
            } else {
                "the Image v2 API does not redirect: check \(service.setting ?? "the catalog's endpoint"), "
                    + "and any gateway before the image service"
            }
        return explained
    }
}
