import FoundationEssentials
import HTTPTypes

/// Asks Keystone for a token.
package struct IdentityClient: Sendable {
    private let configuration: CloudConfiguration
    private let exchange: Exchange

    /// Makes a client.
    package init(configuration: CloudConfiguration, exchange: Exchange) {
        self.configuration = configuration
        self.exchange = exchange
    }

    /// Gets a new token and picks the image service out of its catalog.
    ///
    /// https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization
    ///
    /// - Parameter repetition: whether to go on asking where that fails.
    /// - Returns: the token, and where it is good for.
    /// - Throws: Keystone's refusal, or why there is no answer.
    package func authorize(_ repetition: Exchange.Repetition = .safe) async throws(OpenStackError) -> Authorization {
        switch configuration.credentials {
        case .givenToken(let token, let projectID, let endpoint):
            given(token, projectID: projectID ?? "", endpoint: endpoint)
        case .password(let user, let password, .project(let project)):
            try await authorize(AuthenticationRequest(user: user, password: password, project: project), repetition)
        case .applicationCredential(let credential, let secret):
            try await authorize(AuthenticationRequest(credential, secret: secret), repetition)
        default:
            throw OpenStackError(.misconfigured, message: "this authentication type is not built yet")
        }
    }

    private func given(_ token: Secret, projectID: String, endpoint: ServiceURL) -> Authorization {
        var authorization = Authorization(
            token: token, projectID: projectID, isAdministrator: false, imageService: endpoint
        )
        authorization.imageServiceOrigin = "given with the token"
        return authorization
    }

    private func authorize(
        _ request: AuthenticationRequest, _ repetition: Exchange.Repetition
    ) async throws(OpenStackError) -> Authorization {
        guard let identityService = configuration.identityService, let body = try? JSONEncoder().encode(request) else {
            throw OpenStackError(.misconfigured, message: "there is no Keystone to ask", hint: "set OS_AUTH_URL")
        }
        let answer: HTTPAnswer
        do throws(OpenStackError) {
            answer = try await exchange.perform(
                .post, identityService, "/v3/auth/tokens", body: Array(body), repetition: repetition
            )
        } catch {
            throw explained(error, from: identityService)
        }
        guard let token = answer.response.headerFields[.subjectToken] else {
            throw OpenStackError(.misconfigured, message: "the answer of \(identityService) has no X-Subject-Token")
        }
        // The content of a token's answer is never quoted: it says more about the user than a log should.
        guard let document = try? JSONDecoder().decode(TokenDocument.self, from: Data(answer.body)).token else {
            throw OpenStackError(.misconfigured, message: "the answer of \(identityService) is not a Keystone v3 token")
        }
        guard let projectID = document.project?.id else {
            throw OpenStackError(
                .misconfigured, message: "the token is not scoped to a project",
                hint: "images belong to projects: name the project that owns them, OS_PROJECT_NAME or OS_PROJECT_ID"
            )
        }
        let endpoint = try ImageEndpoint(
            configuration.endpoint, catalog: ServiceCatalog(document.catalog ?? []), projectID: projectID,
            userID: document.user?.id
        )
        var authorization = Authorization(
            token: Secret(token), projectID: projectID,
            isAdministrator: document.roles?.contains { $0.name == "admin" } ?? false, imageService: endpoint.url
        )
        authorization.imageServiceOrigin = endpoint.origin
        authorization.user = document.user.map { "\($0.name ?? $0.id) (\($0.id))" }
        authorization.expiresAt = date(document.expires_at)
        if let issuedAt = date(document.issued_at), let expiresAt = authorization.expiresAt, expiresAt > issuedAt {
            authorization.lifetime = .seconds(expiresAt.timeIntervalSince(issuedAt))
        }
        return authorization
    }

    /// Keystone writes microseconds, which the parser does not take.
    private func date(_ text: String?) -> Date? {
        text.flatMap { try? Date($0.prefix(19) + "Z", strategy: .iso8601) }
    }

    private var isApplicationCredential: Bool {
        if case .applicationCredential = configuration.credentials { true } else { false }
    }

    private func explained(_ error: OpenStackError, from service: ServiceURL) -> OpenStackError {
        var explained = error
        explained.message = "Keystone at \(service): \(error.message)"
        switch error.code {
        case .unauthorized:
            explained.hint =
                "check user, password or application credential, project and domains; they may have expired"
        case .notFound where isApplicationCredential:
            // Keystone says of an application credential that has gone, or never was, that it cannot find it.
            explained.code = .unauthorized
            explained.hint = "check the application credential's ID: it may have been deleted; and check OS_AUTH_URL"
        case .notFound, .unexpected, .badRequest, .conflict, .forbidden:
            explained.code = .misconfigured
            explained.hint = "check OS_AUTH_URL: it should be Keystone's address, with or without /v3"
        case .notSent, .unanswered, .timedOut:
            explained.hint = "check OS_AUTH_URL and the network; if Keystone is down, run again later"
        default: break
        }
        return explained
    }
}
