/// What is missing or wrong in the configuration, all of it at once.
package struct ConfigurationError: Error, Equatable, Sendable {
    /// One thing that is missing or wrong.
    package struct Issue: Equatable, Sendable {
        /// What it is, and where.
        package var message: String
        /// What to do about it.
        package var hint: String?

        /// Makes an issue.
        package init(message: String, hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    /// All of them.
    package var issues: [Issue]
    /// What is odd besides, and may be why: a file that was not read, a profile that is not known.
    package var warnings: [Issue]

    /// Makes an error.
    package init(issues: [Issue], warnings: [Issue] = []) {
        self.issues = issues
        self.warnings = warnings
    }
}
