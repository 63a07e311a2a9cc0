// Here lives the doctor: the connection step by step, and the images and projects that a manifest names, as findings.
// It only reads: apart from the request for a token, nothing but GET leaves it. Values go in, and findings come out.
// No writing, no printing and no exit status: how findings look, and what they come to, is decided by the program.

import ImageAPI
package import ImageSharing
import OpenStack
import Pacing

/// A thing that was examined, how it stands, and what to do about it.
package struct Finding: Sendable, Equatable {
    /// The thing that was examined, by the name that people and scripts read.
    package enum Step: String, Sendable, CaseIterable {
        case manifest, configuration, keystone, tls, clock, token, catalog, glance, permissions, lookup, image, project
    }

    /// The state of a thing, by the name that people and scripts read.
    package enum State: String, Sendable {
        /// As it should be.
        case ok
        /// It works, and is odd.
        case warning
        /// It does not work.
        case failed = "wrong"
        /// This token may not see it, or the cloud could not say.
        case unknown
    }

    /// The thing that was examined.
    package let step: Step
    /// The state that it is in.
    package let state: State
    /// A sentence about it; it may quote a server or a file: escape it before showing it.
    package let message: String
    /// The remedy, where there is one.
    package let hint: String?
    /// True where the cloud could not say for now: a later run may find it well.
    package let isTransient: Bool

    /// Makes a finding.
    package init(_ step: Step, _ state: State, _ message: String, hint: String? = nil, isTransient: Bool = false) {
        self.step = step
        self.state = state
        self.message = message
        self.hint = hint
        self.isTransient = isTransient
    }

    /// Makes the finding of a step that failed: wrong where the cloud said no, unknown where it could not say.
    ///
    /// - Parameters:
    ///   - step: what was examined.
    ///   - subject: the same in the words that begin the message.
    ///   - problem: how it failed.
    ///   - remedy: what to do about a refusal that has no hint of its own.
    package init(_ step: Step, _ subject: String, failed problem: Problem, remedy: String? = nil) {
        let isTransient = problem.code.isTransient
        let isRefusal = [.forbidden, .imageNotFound].contains(problem.code)
        self.init(
            step, isTransient ? .unknown : .failed, "\(subject): \(problem.message)",
            hint: isRefusal ? remedy ?? problem.hint : problem.hint, isTransient: isTransient
        )
    }

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
                .tokenUnchecked, .notAsked, .ruledOut:
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
