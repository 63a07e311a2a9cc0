package import Pacing

/// The meaning of an error: for the request, for the service, for the token and for the run.
package struct Meaning: Sendable, Equatable {
    /// The word of an answer on how much the service can bear.
    enum Pressure: Sendable, Equatable {
        /// As much as before.
        case none
        /// It may be down: no answer, or a 5xx.
        case trouble
        /// It asks for less.
        case throttled
    }

    /// The step that may follow for the request.
    package enum FollowUp: Sendable, Equatable {
        /// To send it again, if it may be sent twice.
        case retry
        /// None: it would be the same again.
        case none
        /// None: the run had ended for everybody, and nothing was sent.
        case runEnded
        /// None: the run was told to stop, and nothing was sent.
        case runStopped
    }

    /// The word of the answer on how much the service can bear.
    var pressure = Pressure.none
    /// The step that may follow.
    package var followUp = FollowUp.none
    /// True if it is the answer of a service that works, only not to our liking.
    var provesService = false
    /// True if the service has accepted the token.
    var acceptsToken = false
    /// True if the service refuses the token, so that another one may do.
    var refusesToken = false
    /// True if nothing else of the run can succeed either.
    var endsRun = false
    /// True if it is about the service or the way to it, whichever image was asked for.
    var concernsService = false
    /// False if it is about the token, and others may get one or have theirs accepted all the same.
    var deniesEverybody = true
    /// True if the request left this machine, so that its ID may be in the service's logs.
    package var wasSent = true
    /// True if a write may have been carried out all the same.
    package var mayHaveWorked = false
    /// True if nobody answered, so that the address may be wrong.
    var mayBeMisaddressed = false
    /// The reason that is given to those who are turned away because of it; nil where it is the usual one.
    var reasonForOthers: String?
    /// The remedy for those who are turned away because of it, unless it ends the run.
    var remedyForOthers = "run again later"

    /// True if a request that may be sent twice is worth sending again.
    var isRepeatable: Bool { followUp == .retry }
}

extension OpenStackError {
    /// The meaning of the error.
    package var meaning: Meaning {
        var meaning = meaningOfCode
        // The token's trouble has ended the run for everybody.
        if concernsToken && meaning.followUp == .retry { meaning.followUp = .none }
        return meaning
    }

    /// The one table of what follows from an error.
    private var meaningOfCode: Meaning {
        switch code {
        case .badRequest: Meaning(provesService: status != nil)
        case .unauthorized: Meaning(refusesToken: true, endsRun: true)
        case .forbidden, .ruledOut, .notFound, .conflict: Meaning(provesService: status != nil, acceptsToken: true)
        case .tooLarge where retryAfter == nil: Meaning(followUp: .retry, provesService: true, acceptsToken: true)
        // With a wait, 413 is what older clouds say for 429.
        case .tooLarge, .throttled:
            Meaning(
                pressure: .throttled, followUp: .retry, acceptsToken: code == .tooLarge,
                reasonForOthers: "the image service asks to be left alone for longer than this run may wait",
                remedyForOthers: "run again later, or allow a longer --retry-for"
            )
        case .serverTrouble:
            Meaning(pressure: retryAfter == nil ? .trouble : .throttled, followUp: .retry, mayHaveWorked: true)
        case .unanswered, .timedOut:
            Meaning(pressure: .trouble, followUp: .retry, mayHaveWorked: true, mayBeMisaddressed: true)
        case .notSent:
            Meaning(
                pressure: .trouble, followUp: .retry, concernsService: true, wasSent: false, mayBeMisaddressed: true)
        case .tokenUnchecked:
            Meaning(pressure: .trouble, followUp: .retry, deniesEverybody: false)
        case .tlsFailed:
            Meaning(
                endsRun: true, concernsService: true, wasSent: false,
                reasonForOthers: "there is no trusted connection to the image service"
            )
        case .misconfigured: Meaning(endsRun: true, wasSent: status != nil)
        case .noEndpoint: Meaning(endsRun: true, wasSent: false)
        // A success in a form that is not the API's may be one all the same.
        case .unexpected: Meaning(mayHaveWorked: status.map { (200..<300).contains($0) } ?? false)
        case .readOnly: Meaning(wasSent: false)
        case .notAsked: Meaning(followUp: .runEnded, deniesEverybody: false, wasSent: false)
        case .interrupted: Meaning(followUp: .runStopped, deniesEverybody: false, wasSent: false)
        }
    }

    /// The patience that it costs to try again.
    package var retryCause: Retry.Cause { meaning.pressure == .throttled ? .throttled : .failing }

    /// The error of a request that is turned away because the run has ended, without the words of another's answer.
    ///
    /// - Parameter error: the error that has ended the run.
    /// - Returns: the error.
    static func notAsked(because error: OpenStackError) -> OpenStackError {
        let meaning = error.meaning
        let usual =
            error.concernsToken
            ? "there is no token to ask with" : "the image service keeps failing, whichever image is asked for"
        var turnedAway = OpenStackError(
            .notAsked, message: "not asked: \(meaning.reasonForOthers ?? usual)",
            hint: meaning.endsRun ? "see what has ended the run" : meaning.remedyForOthers)
        (turnedAway.cause, turnedAway.retryAfter) = (error.code, error.retryAfter)
        return turnedAway
    }
}
