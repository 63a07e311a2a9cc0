import FoundationEssentials
import Host
import ImageSharing
import Logging
import Transport

/// The surroundings of the program: variables, the configuration, the Git work tree of the manifests.
enum RunEnvironment {
    /// The process's variables, and below them those of a systemd credential named `openrc`.
    ///
    /// - Returns: the variables.
    /// - Throws: what is wrong with the credential.
    static func variables() throws(CredentialsDirectory.Failure) -> [String: String] {
        let variables = ProcessInfo.processInfo.environment
        let credential = try CredentialsDirectory.openrc(environment: variables) ?? [:]
        return credential.merging(variables) { $1 }
    }

    /// Logs what is odd about the configuration.
    static func log(_ warnings: [ConfigurationError.Issue], to logger: Logger) {
        for warning in warnings {
            logger.warning("\(warning.message)", metadata: warning.hint.map { ["hint": "\($0)"] })
        }
    }

    /// The Git work tree that the first of the manifests lies in.
    static func revision(of paths: [String]) -> GitRevision? {
        paths.first { $0 != "-" }.flatMap { GitRevision(containing: $0) }
    }
}

extension ConfigurationError {
    /// The issues in the report's terms.
    var problems: [Problem] {
        issues.map { Problem(code: .configurationInvalid, message: $0.message, hint: $0.hint) }
    }
}
