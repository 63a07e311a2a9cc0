package import Transport

/// The error as it is reported: with the service that was asked, and the setting that gives its address.
extension OpenStackError {
    /// Says whose words these are, and what to check where nobody answered.
    ///
    /// - Parameters:
    ///   - service: who was asked, and where.
    ///   - setting: what gives the address.
    /// - Returns: the error as it is to be reported.
    func attributed(to service: String, setting: String) -> OpenStackError {
        guard meaning.followUp != .runEnded else { return self }
        var attributed = self
        attributed.message = "\(service): \(message)"
        if meaning.mayBeMisaddressed {
            attributed.hint = hint ?? "check \(setting) and the network; if the service is down, run again later"
        }
        return attributed
    }

    /// Says more of what shows that there is no image API at this address, or nobody at all.
    ///
    /// - Parameter service: where the image API was thought to be.
    /// - Returns: the same error, with what to do about it.
    func explained(for service: ServiceURL) -> OpenStackError {
        if let redirection { return redirected(to: redirection, from: service) }
        guard let offered else { return unreached(service) }
        var explained = self
        explained.code = .misconfigured
        explained.message = "\(service) is not the Image v2 API: it answers with a list of versions, \(offered.text)"
        explained.hint =
            if let other = offered.secondVersion(besides: service) {
                "set OS_IMAGE_ENDPOINT_OVERRIDE=\(other)"
            } else {
                "set OS_IMAGE_ENDPOINT_OVERRIDE to the address below which the image service has its /v2"
            }
        return explained
    }

    /// Says where the address of an image service that does not answer comes from.
    ///
    /// - Parameter service: where the image API was thought to be.
    /// - Returns: the same error, with what to check.
    package func unreached(_ service: ServiceURL) -> OpenStackError {
        guard meaning.mayBeMisaddressed, hint == nil else { return self }
        // Whoever took the connection and said nothing is the catalog's service in trouble, unless somebody else named it.
        guard !meaning.wasSent || service.setting != nil else { return self }
        var explained = self
        explained.hint =
            if let setting = service.setting {
                "the image service's address \(service) is an override, not the catalog's (\(setting)): check it, and "
                    + "the network; if the service is down, run again later"
            } else {
                "check that \(service), from the catalog, can be reached from here; "
                    + "if the service is down, run again later: nothing is lost"
            }
        return explained
    }

    /// Says of a redirection what leads to the place that it names, if the image API is there.
    ///
    /// - Parameters:
    ///   - location: where the redirection leads.
    ///   - service: where the image API was thought to be.
    /// - Returns: the same error, with what to do about it.
    private func redirected(to location: String, from service: ServiceURL) -> OpenStackError {
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
