import ImageAPI
import ImageSharing
import OpenStack

extension Finding {
    /// Makes the finding of a step of the connection that failed.
    ///
    /// - Parameters:
    ///   - step: the step that was being taken; any may come upon TLS, and the catalog is read on the way to the token.
    ///   - error: how it failed.
    init(_ step: Step, failed error: OpenStackError) {
        let place: Step =
            switch error.code {
            case .tlsFailed: .tls
            case .noEndpoint: .catalog
            case .badRequest, .unauthorized, .forbidden, .notFound, .conflict, .tooLarge, .throttled, .serverTrouble,
                .notSent, .unanswered, .timedOut, .unexpected, .misconfigured, .interrupted, .readOnly,
                .tokenUnchecked, .notAsked:
                step
            }
        // Where nobody takes the connection, the address is wrong more often than the service is away.
        let isUnknown = Problem(error).code.isTransient && error.code != .notSent
        self.init(
            place, isUnknown ? .unknown : .failed, error.message,
            hint: error.hint ?? (isUnknown ? "the cloud's trouble: run again later" : nil), isTransient: isUnknown
        )
    }
}
