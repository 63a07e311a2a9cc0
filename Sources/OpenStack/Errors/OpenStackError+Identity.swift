extension OpenStackError {
    /// Says whose words these are, and what to check where nobody answered.
    ///
    /// - Parameters:
    ///   - service: who was asked, and where.
    ///   - setting: what gives the address.
    /// - Returns: the error as it is to be reported.
    func told(by service: String, addressedBy setting: String) -> OpenStackError {
        guard code != .notAsked else { return self }
        var told = self
        told.message = "\(service): \(message)"
        if [.notSent, .unanswered, .timedOut].contains(code) {
            told.hint = hint ?? "check \(setting) and the network; if the service is down, run again later"
        }
        return told
    }
}
