package import Transport

extension OpenStackError {
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
