package import Pacing

/// What follows from an error: for the request, for the service, for the token and for the run.
package struct Meaning: Sendable, Equatable {
    /// What an answer says about how much the service can bear.
    package enum Pressure: Sendable, Equatable {
        /// As much as before.
        case none
        /// It may be down: no answer, or a 5xx.
        case trouble
        /// It asks for less.
        case throttled
    }

    /// What it says about how much the service can bear.
    package var pressure = Pressure.none
    /// Whether a request that may be sent twice is worth sending again.
    package var isRepeatable = false
    /// Whether it is the answer of a service that works, only not to our liking.
    package var provesService = false
    /// Whether the service has taken the token.
    package var takesToken = false
    /// Whether nothing else of the run can succeed either.
    package var endsRun = false
    /// Whether it is about the service or the way to it, whichever image was asked for.
    package var isOfTheService = false
}

extension OpenStackError {
    /// The one table of what follows from an error.
    package var meaning: Meaning {
        switch code {
        case .badRequest: Meaning(provesService: status != nil)
        case .unauthorized: Meaning(endsRun: true)
        case .forbidden, .notFound, .conflict: Meaning(provesService: status != nil, takesToken: true)
        case .tooLarge:
            Meaning(
                pressure: retryAfter == nil ? .none : .throttled, isRepeatable: true,
                provesService: retryAfter == nil, takesToken: true
            )
        case .throttled: Meaning(pressure: .throttled, isRepeatable: true)
        case .serverTrouble:
            Meaning(pressure: retryAfter == nil ? .trouble : .throttled, isRepeatable: true)
        case .unanswered, .timedOut: Meaning(pressure: .trouble, isRepeatable: true)
        case .notSent, .tokenUnchecked: Meaning(pressure: .trouble, isRepeatable: true, isOfTheService: true)
        case .tlsFailed: Meaning(endsRun: true, isOfTheService: true)
        case .misconfigured, .noEndpoint: Meaning(endsRun: true)
        case .unexpected, .readOnly, .notAsked, .interrupted: Meaning()
        }
    }
}

extension OpenStackError {
    /// Whose patience it costs to try again.
    package var retryCause: Retry.Cause { meaning.pressure == .throttled ? .throttled : .failing }
}
