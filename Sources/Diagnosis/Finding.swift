import Pacing
package import ImageSharing

/// One line of what was found: what was looked at, how it stands, and what to do about it.
package struct Finding: Sendable, Equatable {
    /// What was looked at.
    package enum Step: String, Sendable, CaseIterable {
        case manifest, configuration, keystone, tls, clock, token, catalog, glance, permissions, image, project
    }

    /// How it stands.
    package enum State: String, Sendable {
        /// As it should be.
        case ok
        /// It works, and is odd.
        case warning
        /// It does not work.
        case wrong
        /// This token may not see it, or the cloud could not say.
        case unknown
    }

    /// What was looked at.
    package let step: Step
    /// How it stands.
    package let state: State
    /// What was found; it may quote a server or a file: escape it before showing it.
    package let message: String
    /// What to do about it.
    package let hint: String?
    /// Whether it was only for now that the cloud could not say: a later look may find it well.
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
    ///   - step: what was looked at.
    ///   - subject: what was looked at, in the words that begin the message.
    ///   - problem: how it failed.
    ///   - remedy: what to do about a refusal that has no hint of its own.
    package init(_ step: Step, _ subject: String, failed problem: Problem, remedy: String? = nil) {
        let isTransient = problem.code.isTransient
        let isRefusal = [.forbidden, .imageNotFound].contains(problem.code)
        self.init(
            step, isTransient ? .unknown : .wrong, "\(subject): \(problem.message)",
            hint: isRefusal ? remedy ?? problem.hint : problem.hint, isTransient: isTransient
        )
    }
}
