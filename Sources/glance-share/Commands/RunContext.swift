import Host
import ImageSharing
import Logging
import Text

/// The process around a run: its variables, and its ways to a person and to a log.
struct RunContext: Sendable {
    let environment: [String: String]
    let standardError: StandardError
    var logger: Logger
    /// True if a person may watch how far the run is.
    let showsProgress: Bool

    /// Reads the variables and opens the log.
    ///
    /// - Parameters:
    ///   - log: the form and level of the log.
    ///   - isQuiet: true if only what needs attention is shown.
    /// - Throws: what is wrong with a systemd credential.
    init(_ log: LogOptions, isQuiet: Bool) throws(CredentialsDirectory.Failure) {
        environment = try RunEnvironment.variables()
        standardError = StandardError()
        logger = log.logger(writingTo: standardError, environment: environment, isQuiet: isQuiet)
        showsProgress = standardError.isTerminal && environment["TERM"] != "dumb" && !isQuiet
    }

    /// Takes the lock that is asked for, or names its holder on standard error.
    ///
    /// - Parameters:
    ///   - path: the file; nil where no lock is asked for.
    ///   - shard: the part of the images that the run is about; nil for all.
    /// - Returns: the lock, to be released at the end.
    /// - Throws: the exit status.
    func lock(_ path: String?, of shard: Shard?) throws -> RunLock? {
        guard let path else { return nil }
        do throws(RunLockError) {
            return try RunLock(path, of: shard)
        } catch {
            standardError.write("Error: \(error)".escapedForDisplay, as: .error)
            // Another run at work is nothing to mend; a file that cannot be used is.
            if case .taken = error { throw ExitStatus.tryAgainLater.code }
            throw ExitStatus.couldNotPlan.code
        }
    }
}
