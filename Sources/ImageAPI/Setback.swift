package import ImageSharing
import OpenStack
package import Pacing

/// A reason why the cloud has not done what it was asked for one image, and what may be done next.
package struct Setback: Error, Sendable, Equatable {
    /// The step that may follow.
    package enum Kind: Sendable, Equatable {
        /// Wait, for this reason, and try again.
        case passing(Retry.Cause)
        /// Nothing: it would be the same again.
        case lasting
        /// Nothing: the run had ended for everybody, and nothing was sent.
        case notAsked
        /// Nothing: the run was told to stop, and nothing was sent.
        case interrupted
    }

    /// The problem, as the user is told of it.
    package var problem: Problem
    /// The step that may follow.
    package var kind: Kind
    /// The least time to wait, if the service asks for it.
    package var retryAfter: Duration?
    /// The time from the request to this.
    package var took = Duration.zero
    /// True if there was an answer, whatever it said.
    package var hadAnswer: Bool

    /// Makes a setback.
    package init(_ problem: Problem, _ kind: Kind, retryAfter: Duration? = nil, hadAnswer: Bool = false) {
        self.problem = problem
        self.kind = kind
        self.retryAfter = retryAfter
        self.hadAnswer = hadAnswer
    }

    /// Reads an error as a setback.
    ///
    /// - Parameters:
    ///   - error: the refusal or failure, as the cloud or the connection has it.
    ///   - problem: the same, as the user is told of it.
    init(_ error: OpenStackError, reportedAs problem: Problem) {
        self.problem = problem
        retryAfter = error.retryAfter
        took = error.took
        hadAnswer = error.status != nil
        kind =
            switch error.meaning.followUp {
            case .retry: .passing(error.retryCause)
            case .none: .lasting
            case .runEnded: .notAsked
            case .runStopped: .interrupted
            }
    }
}
