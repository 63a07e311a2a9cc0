import SystemPackage

/// The credentials that systemd hands a service (`LoadCredential=`, systemd.exec(5)): files that only it may read.
package enum CredentialsDirectory {
    /// The reason why the credential `openrc` cannot be used.
    package enum Failure: Error, Equatable, CustomStringConvertible, Sendable {
        case unreadable(path: String, reason: String)
        case invalid(path: String, OpenrcError)

        /// The message for the user, a line a mistake.
        package var description: String {
            switch self {
            case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
            case .invalid(let path, let error):
                error.issues.map { "\(path):\($0.line): \($0.message)" }.joined(separator: "\n")
            }
        }
    }

    /// The most bytes of a credential; systemd allows no more for all of a service.
    static let mostBytes = 1 << 20

    /// Reads `$CREDENTIALS_DIRECTORY/openrc`.
    ///
    /// - Parameter environment: the process's variables.
    /// - Returns: its variables; nil where there is no such credential.
    /// - Throws: why it is of no use.
    package static func openrc(environment: [String: String]) throws(Failure) -> [String: String]? {
        guard let directory = environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty else { return nil }
        let path = FilePath(directory).appending("openrc")
        let text: String
        do throws(FileReader.Failure) {
            text = try FileReader.text(of: path, limit: mostBytes)
        } catch {
            if error == .system(.noSuchFileOrDirectory) { return nil }
            throw .unreadable(path: path.string, reason: error.description)
        }
        do throws(OpenrcError) {
            return try OpenrcFile.variables(in: text)
        } catch {
            throw .invalid(path: path.string, error)
        }
    }
}
