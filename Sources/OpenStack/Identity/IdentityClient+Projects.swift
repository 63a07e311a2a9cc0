import Transport
import HTTPTypes

/// What Keystone says of a project, which depends on who asks.
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
    private struct Document: Decodable {
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
    /// - Returns: what Keystone says.
    /// - Throws: why Keystone says nothing.
    package func standing(
        of id: String, asking authorization: Authorization
    ) async throws(OpenStackError) -> ProjectStanding {
        guard let token = authorization.token else { return .hidden }
        let path = "/v3/projects/\(PercentEncoding.pathPart(id))"
        do throws(OpenStackError) {
            let answer = try await keystone(.get, path, fields: [.authToken: token.exposed])
            let project = try answer.decode(Document.self, expecting: "a project").project
            return project.enabled ? .enabled(name: project.name) : .disabled(name: project.name)
        } catch {
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
}
