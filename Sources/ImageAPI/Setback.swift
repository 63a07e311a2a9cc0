package import Pacing
package import ImageSharing
import OpenStack

/// Why the cloud has not done what it was asked for one image, and what may be done next.
package struct Setback: Error, Sendable, Equatable {
    /// What may be done next.
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

    /// What the user is told.
    package var problem: Problem
    /// What may be done next.
    package var kind: Kind
    /// The least time to wait, if the service asks for it.
    package var retryAfter: Duration?
    /// How long it took from the request to this.
    package var took = Duration.zero

    /// Makes a setback.
    package init(_ problem: Problem, _ kind: Kind, retryAfter: Duration? = nil) {
        self.problem = problem
        self.kind = kind
        self.retryAfter = retryAfter
    }

    /// Says what follows from an error.
    ///
    /// - Parameters:
    ///   - error: what the cloud or the connection did.
    ///   - problem: how the user is told.
    init(_ error: OpenStackError, told problem: Problem) {
        self.problem = problem
        retryAfter = error.retryAfter
        took = error.took
        if error.code == .interrupted {
            kind = .interrupted
        } else if error.code == .notAsked {
            kind = .notAsked
        } else {
            // The token's trouble has ended the run for everybody.
            kind = error.meaning.isRepeatable && !error.isOfTheToken ? .passing(error.retryCause) : .lasting
        }
    }
}
