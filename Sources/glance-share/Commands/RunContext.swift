import Logging

/// The process around a run: its variables, and its ways to a person and to a log.
struct RunContext: Sendable {
    let environment: [String: String]
    let standardError: StandardError
    let logger: Logger
    /// True if a person may watch how far the run is.
    let showsProgress: Bool

    /// Reads the variables and opens the log.
    ///
    /// - Parameters:
    ///   - log: the form and level of the log.
    ///   - isQuiet: whether only what needs attention is shown.
    /// - Throws: what is wrong with a systemd credential.
    init(_ log: LogOptions, isQuiet: Bool) throws {
        environment = try RunEnvironment.variables()
        standardError = StandardError()
        logger = log.logger(writingTo: standardError, environment: environment, isQuiet: isQuiet)
        showsProgress = standardError.isTerminal && environment["TERM"] != "dumb" && !isQuiet
    }
}
