import HTTPTypes
import Transport

/// The word of Keystone on a project, which depends on who asks.
package enum ProjectStanding: Sendable, Equatable {
    /// It exists.
    case enabled(name: String)
    /// It exists, and nobody can use it.
    case disabled(name: String)
    /// It does not exist.
    case missing
    /// This token may not know.
    case hidden
    /// Keystone could not say.
    case unanswered
}

extension IdentityClient {
    private struct ProjectDocument: Decodable {
        var project: Project
    }

    private struct Project: Decodable {
        var name: String
        var enabled: Bool
    }

    /// Asks Keystone of a project.
    ///
    /// Only administrators, readers of the system or of the project's domain, and those who are of the project itself
    /// may know (https://docs.openstack.org/api-ref/identity/v3/#show-project-details).
    ///
    /// - Parameters:
    ///   - id: the project's ID; anything that Keystone could not have made is missing.
    ///   - authorization: who asks.
    /// - Returns: the word of Keystone.
    /// - Throws: the reason for which Keystone says nothing.
    package func standing(
        of id: String, asking authorization: Authorization
    ) async throws(OpenStackError) -> ProjectStanding {
        guard let token = authorization.token else { return .hidden }
        let path = "/v3/projects/\(PercentEncoding.pathPart(id))"
        do throws(OpenStackError) {
            let answer = try await keystone(.get, path, fields: [.authToken: token.exposed])
            let project = try answer.decode(ProjectDocument.self, expecting: "a project").project
            return project.enabled ? .enabled(name: project.name) : .disabled(name: project.name)
        } catch {
            // The status is the answer here; the error's kind is what it would mean of a sign-in.
            switch error.status {
            case 403: return .hidden
            // Keystone names the project; anybody else who says 404 knows nothing of projects.
            case 404 where error.message.contains(id): return .missing
            case 404: return .hidden
            // A refusal by an application credential's access rules.
            case 401 where authorization.accessRules != nil: return .hidden
            default: throw error
            }
        }
    }

    private struct VersionDocument: Decodable {
        var version: Version
    }

    private struct Version: Decodable {
        var id: String
    }

    /// Asks Keystone which version it is; needs no token.
    ///
    /// https://docs.openstack.org/api-ref/identity/v3/#show-v3-api-version-details
    ///
    /// - Returns: the version, as in `v3.14`.
    /// - Throws: why there is no Keystone there.
    package func version() async throws(OpenStackError) -> String {
        let answer = try await keystone(.get, "/v3")
        do throws(OpenStackError) {
            return try answer.decode(VersionDocument.self, expecting: "the version of a Keystone").version.id
        } catch {
            var explained = error
            explained.hint =
                "check auth_url (OS_AUTH_URL): it should be Keystone's address, with or without /v3, and nothing after that"
            throw explained
        }
    }
}
