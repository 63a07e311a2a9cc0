/// Everything that is missing or wrong in the configuration, at once.
package struct ConfigurationError: Error, Equatable, Sendable {
    /// One thing that is missing or wrong.
    package struct Issue: Equatable, Sendable {
        /// The sentence that says so, with its place.
        package var message: String
        /// The remedy.
        package var hint: String?

        /// Makes an issue.
        package init(message: String, hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    /// All of them.
    package var issues: [Issue]
    /// Oddities besides that may be the cause: a file that was not read, a profile that is not known.
    package var warnings: [Issue]

    /// Makes an error.
    package init(issues: [Issue], warnings: [Issue] = []) {
        self.issues = issues
        self.warnings = warnings
    }
}
