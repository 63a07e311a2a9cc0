package import Transport

extension OpenStackError {
    /// Whether the request left this machine, so that its ID may be in the service's logs.
    package var wasSent: Bool {
        switch code {
        case .notSent, .tlsFailed, .noEndpoint, .interrupted, .readOnly, .notAsked: false
        case .misconfigured: status != nil
        case .badRequest, .unauthorized, .forbidden, .notFound, .conflict, .tooLarge, .throttled, .serverTrouble,
            .unanswered, .timedOut, .unexpected, .tokenUnchecked:
            true
        }
    }

    /// Says where the address of an image service that does not answer comes from.
    ///
    /// - Parameter service: where the image API was thought to be.
    /// - Returns: the same error, with what to check.
    package func unreached(_ service: ServiceURL) -> OpenStackError {
        guard [.notSent, .unanswered, .timedOut].contains(code), hint == nil else { return self }
        guard code == .notSent || service.setting != nil else { return self }
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
}
