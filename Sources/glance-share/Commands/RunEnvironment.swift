import ImageSharing
import Transport
import Text
import Host
import FoundationEssentials
import Logging
import Manifests

/// The surroundings of the program: variables, the Git work tree of the manifests, the lock.
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

    /// Takes the lock that is asked for, or says who has it and ends the program.
    ///
    /// - Parameters:
    ///   - path: the file; nil where no lock is asked for.
    ///   - standardError: where the holder is named.
    /// - Returns: the lock, to be released at the end.
    /// - Throws: the exit status.
    static func lock(_ path: String?, reportingOn standardError: StandardError) throws -> RunLock? {
        guard let path else { return nil }
        do throws(RunLockError) {
            return try RunLock(path)
        } catch {
            standardError.write("Error: \(error)".escapedForDisplay, as: .error)
            // Another run at work is nothing to mend; a file that cannot be used is.
            if case .taken = error { throw ExitStatus.tryAgainLater.code }
            throw ExitStatus.couldNotPlan.code
        }
    }
}

extension ConfigurationError {
    /// The issues in the report's terms.
    var problems: [Problem] {
        issues.map { Problem(code: .configurationInvalid, message: $0.message, hint: $0.hint) }
    }
}

extension GitRevision {
    /// The hash that the loader has to make of what it reads, so that it can be compared with the commit.
    var blobHash: BlobHash { commit.utf8.count == 40 ? .sha1 : .sha256 }

    /// Names the commit as the origin of manifests.
    func name(reading paths: [String], blobs: [String: String]) -> String {
        name(reading: paths, blobs: blobs, isManifest: ManifestLoader.isManifest)
    }
}
