/// What is wrong with an openrc file; it never quotes a value, which may be a secret.
package struct OpenrcError: Error, Equatable, Sendable {
    /// One mistake.
    package struct Issue: Equatable, Sendable {
        /// The line, counted from 1.
        package let line: Int
        /// What is wrong there, and what to do about it.
        package let message: String
    }

    /// Every mistake of the file, by line.
    package let issues: [Issue]
}
