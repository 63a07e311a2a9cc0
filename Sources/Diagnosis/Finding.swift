/// One line of what was found: what was looked at, how it stands, and what to do about it.
package struct Finding: Sendable, Equatable {
    /// What was looked at.
    package enum Step: String, Sendable {
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
        /// This token may not see it.
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

    /// Makes a finding.
    package init(_ step: Step, _ state: State, _ message: String, hint: String? = nil) {
        self.step = step
        self.state = state
        self.message = message
        self.hint = hint
    }
}
