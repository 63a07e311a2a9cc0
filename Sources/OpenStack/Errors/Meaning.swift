package import Pacing

/// The meaning of an error: for the request, for the service, for the token and for the run.
package struct Meaning: Sendable, Equatable {
    /// The word of an answer on how much the service can bear.
    package enum Pressure: Sendable, Equatable {
        /// As much as before.
        case none
        /// It may be down: no answer, or a 5xx.
        case trouble
        /// It asks for less.
        case throttled
    }

    /// Its word on how much the service can bear.
    package var pressure = Pressure.none
    /// True if a request that may be sent twice is worth sending again.
    package var isRepeatable = false
    /// True if it is the answer of a service that works, only not to our liking.
    package var provesService = false
    /// True if the service has taken the token.
    package var takesToken = false
    /// True if nothing else of the run can succeed either.
    package var endsRun = false
    /// True if it is about the service or the way to it, whichever image was asked for.
    package var isOfTheService = false
    /// True if the request left this machine, so that its ID may be in the service's logs.
    package var wasSent = true
    /// True if a write may have been carried out all the same.
    package var mayHaveWorked = false
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
            Meaning(pressure: retryAfter == nil ? .trouble : .throttled, isRepeatable: true, mayHaveWorked: true)
        case .unanswered, .timedOut: Meaning(pressure: .trouble, isRepeatable: true, mayHaveWorked: true)
        case .notSent: Meaning(pressure: .trouble, isRepeatable: true, isOfTheService: true, wasSent: false)
        case .tokenUnchecked: Meaning(pressure: .trouble, isRepeatable: true, isOfTheService: true)
        case .tlsFailed: Meaning(endsRun: true, isOfTheService: true, wasSent: false)
        case .misconfigured: Meaning(endsRun: true, wasSent: status != nil)
        case .noEndpoint: Meaning(endsRun: true, wasSent: false)
        case .unexpected: Meaning()
        case .readOnly, .notAsked, .interrupted: Meaning(wasSent: false)
        }
    }
}

extension OpenStackError {
    /// The patience that it costs to try again.
    package var retryCause: Retry.Cause { meaning.pressure == .throttled ? .throttled : .failing }
}
