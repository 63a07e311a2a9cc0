package import FoundationEssentials
import HTTPTypes
import Transport

/// Asks Keystone for a token.
package struct IdentityClient: Sendable {
    private let configuration: CloudConfiguration
    let exchange: Exchange
    private let now: @Sendable () -> Date
    private let clockCheck: ClockCheck

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - configuration: which cloud, and as whom.
    ///   - exchange: what sends.
    ///   - now: the time as this machine knows it, which is compared with Keystone's.
    package init(
        configuration: CloudConfiguration, exchange: Exchange, now: @escaping @Sendable () -> Date = { Date.now }
    ) {
        self.configuration = configuration
        self.exchange = exchange
        self.now = now
        clockCheck = ClockCheck(logger: exchange.logger)
    }

    /// Gets a new token and picks the image service out of its catalog.
    ///
    /// https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
    ///
    /// - Parameter safety: the safety with which a request that fails may be sent again.
    /// - Returns: a token of a project, as far as Keystone was asked.
    /// - Throws: why there is none, and what to do about it.
    package func authorize(_ safety: Exchange.RetrySafety = .idempotent) async throws(OpenStackError) -> Authorization {
        switch configuration.credentials {
        case .password(let user, let password, let scope):
            return try await issued(AuthenticationRequest(user: user, password: password, scope: scope), safety)
        case .token(let token, .unscoped):
            return try await shown(token, safety)
        case .token(let token, let scope):
            return try await issued(AuthenticationRequest(token: token, scope: scope), safety)
        case .applicationCredential(let credential, let secret):
            return try await issued(AuthenticationRequest(credential, secret: secret), safety)
        case .federatedToken(let accessToken, let federation, let scope):
            return try await federated(accessToken, federation, scope: scope, safety)
        case .federatedClient(let client, let federation, let scope):
            let accessToken = try await OpenIDProvider(
                client: client, exchange: exchange, safety: safety
            ).accessToken()
            return try await federated(accessToken, federation, scope: scope, safety)
        case .givenToken(let token, let projectID, let endpoint):
            return Authorization(
                token: token, projectID: projectID, isAdministrator: false, imageService: endpoint,
                origin: "given with the token"
            )
        case .none(let endpoint):
            // A Glance without Keystone takes everybody for an administrator.
            return Authorization(
                token: nil, projectID: nil, isAdministrator: true, imageService: endpoint, origin: "given"
            )
        }
    }

    private func issued(
        _ request: AuthenticationRequest, secrets: [Secret] = [], _ safety: Exchange.RetrySafety
    ) async throws(OpenStackError) -> Authorization {
        guard let body = try? JSONEncoder().encode(request) else {
            throw OpenStackError(.misconfigured, message: "the credentials are not expressible in JSON")
        }
        let asked = now()
        let answer = try await keystone(
            .post, "/v3/auth/tokens", body: Array(body), secrets: secrets, safety: safety)
        return try authorization(TokenAnswer(answer, from: service), asked: asked)
    }

    /// Takes a given token as it is, after asking what it is good for.
    ///
    /// To exchange it without naming a scope, as keystoneauth does, would lose the project that it has: Keystone then
    /// gives a token of the user's default project, or of none. And some tokens cannot be exchanged at all: those of an
    /// application credential, and every scoped one where Keystone is set up so.
    private func shown(
        _ token: Secret, _ safety: Exchange.RetrySafety
    ) async throws(OpenStackError) -> Authorization {
        let fields: HTTPFields = [.authToken: token.exposed, .subjectToken: token.exposed, .accessRules: "1"]
        let answer = try await keystone(.get, "/v3/auth/tokens", fields: fields, safety: safety)
        var shown = try TokenAnswer(answer, from: service)
        // Keystone repeats the token; a proxy may not.
        shown.token = token
        return try authorization(shown, asked: nil)
    }

    /// Asks Keystone whether a token that a service has refused is good all the same.
    ///
    /// The status is the answer here, as the API reference lists them; the error's kind is what it would mean of a sign-in.
    ///
    /// https://docs.openstack.org/api-ref/identity/v3/#check-token, as GET, which proxies and caches know
    ///
    /// - Parameter authorization: what the token allows.
    /// - Returns: whether it is; nil where Keystone does not say.
    package func validate(_ authorization: Authorization) async -> Bool? {
        guard let token = authorization.token, authorization.isFromKeystone else { return false }
        let fields: HTTPFields = [.authToken: token.exposed, .subjectToken: token.exposed]
        do throws(OpenStackError) {
            _ = try await keystone(.get, "/v3/auth/tokens", fields: fields, safety: .bestEffort)
            return true
        } catch {
            switch error.status {
            case 404: return false
            // An application credential's access rules need not allow the question.
            case 401: return authorization.accessRules == nil ? false : nil
            default: return nil
            }
        }
    }

    /// Shows Keystone an access token of an identity provider, and exchanges the unscoped token that comes for one with
    /// a scope.
    ///
    /// https://docs.openstack.org/api-ref/identity/v3-ext/#request-an-unscoped-os-federation-token
    private func federated(
        _ accessToken: Secret, _ federation: Credentials.Federation, scope: Credentials.Scope,
        _ safety: Exchange.RetrySafety
    ) async throws(OpenStackError) -> Authorization {
        let provider = PercentEncoding.pathPart(federation.identityProvider)
        let protocolID = PercentEncoding.pathPart(federation.protocolID)
        let asked = now()
        let answer = try await keystone(
            .post, "/v3/OS-FEDERATION/identity_providers/\(provider)/protocols/\(protocolID)/auth",
            fields: [.authorization: "Bearer \(accessToken.exposed)"], safety: safety
        )
        let unscoped = try TokenAnswer(answer, from: service)
        if scope == .unscoped { return try authorization(unscoped, asked: asked) }
        return try await issued(
            AuthenticationRequest(token: unscoped.token, scope: scope), secrets: [unscoped.token], safety)
    }

    /// Keystone's address without the version; nil where there is no Keystone.
    var service: ServiceURL? { configuration.identityService?.withoutIdentityVersion }

    func keystone(
        _ method: HTTPRequest.Method, _ path: String, fields: HTTPFields = [:], body: [UInt8]? = nil,
        secrets: [Secret] = [], safety: Exchange.RetrySafety = .idempotent
    ) async throws(OpenStackError) -> HTTPAnswer {
        guard let service else {
            throw OpenStackError(
                .misconfigured, message: "there is no Keystone to ask", hint: "set auth_url (OS_AUTH_URL)"
            )
        }
        let refusal = KeystoneRefusal(credentials: configuration.credentials)
        do throws(OpenStackError) {
            // A token that nobody comes to hear of does no harm: asking for one may be repeated.
            return try await exchange.perform(
                method, service, path, fields: fields, body: body, secrets: secrets, safety: safety,
                refusal: { refusal.error($0) }
            )
        } catch {
            throw error.attributed(to: "Keystone at \(service)", setting: "auth_url (OS_AUTH_URL)")
        }
    }

    private func authorization(_ answer: TokenAnswer, asked: Date?) throws(OpenStackError) -> Authorization {
        let document = answer.document
        let skew = clockCheck.skew(issuedAt: document.issuedAt, date: answer.date, asked: asked, answered: now())
        guard let project = document.project else { throw document.noProjectError }
        let endpoint = try ImageEndpoint(
            configuration.endpoint, catalog: ServiceCatalog(document.catalog ?? []), projectID: project.id,
            userID: document.user?.id
        )
        var authorization = Authorization(
            token: answer.token, projectID: project.id, isAdministrator: document.roleNames.contains("admin"),
            imageService: endpoint.url, origin: endpoint.origin
        )
        authorization.imageServiceRegion = endpoint.region
        document.describe(&authorization)
        authorization.isFromKeystone = true
        authorization.clockSkew = skew
        return authorization
    }
}
