import FoundationEssentials

/// Keystone v3, as far as a client of Glance meets it.
struct IdentityService: Sendable {
    let directory: SandboxDirectory
    let lifetime: Duration
    let now: @Sendable () -> Date
    private(set) var tokens: [String: IssuedToken] = [:]

    private static let tokenPrefix = "gAAAAAB"

    init(directory: SandboxDirectory, lifetime: Duration, now: @escaping @Sendable () -> Date) {
        self.directory = directory
        self.lifetime = lifetime
        self.now = now
    }

    /// The token of that name, unless it has expired or was revoked.
    func validToken(_ name: String?) -> IssuedToken? {
        guard let name, let token = tokens[name], now() < token.expiresAt else { return nil }
        return token
    }

    /// What is said of a token that is not valid, or not any more.
    func unknownToken(_ name: String) -> KeystoneError {
        let isForeign = !name.hasPrefix(Self.tokenPrefix)
        return KeystoneError(
            status: 404,
            message: isForeign ? "Could not recognize Fernet token" : "Failed to validate token"
        )
    }

    /// Makes a token worthless from now on.
    mutating func revoke(_ name: String) {
        tokens[name] = nil
    }

    /// Answers a request below `/identity`, whose path is given without that prefix.
    mutating func answer(_ request: ServiceRequest, path: String) -> ServiceResponse {
        let baseURL = request.origin + "/identity"
        do throws(KeystoneError) {
            let response = try route(request, path: path, baseURL: baseURL)
            return response.adding("Vary", "X-Auth-Token").adding("X-Openstack-Request-Id", RequestID.next())
        } catch {
            return error.response(baseURL: baseURL)
                .adding("Vary", "X-Auth-Token").adding("X-Openstack-Request-Id", RequestID.next())
        }
    }

    private mutating func route(
        _ request: ServiceRequest,
        path: String,
        baseURL: String
    ) throws(KeystoneError) -> ServiceResponse {
        // Keystone's middleware takes trailing slashes away.
        var path = path
        while path.hasSuffix("/") { path.removeLast() }
        switch (path, request.method) {
        case ("", "GET"), ("", "HEAD"):
            return ServiceResponse(
                status: 300,
                json: ["versions": ["values": [IdentityVersions.v3(baseURL: baseURL)]]]
            ).adding("Location", baseURL + "/v3/")
        case ("/v3", "GET"), ("/v3", "HEAD"):
            return ServiceResponse(status: 200, json: ["version": IdentityVersions.v3(baseURL: baseURL)])
        case ("/v3/auth/tokens", "POST"):
            return try issue(request)
        case ("/v3/auth/tokens", "GET"), ("/v3/auth/tokens", "HEAD"):
            return try show(request)
        case ("/v3/auth/tokens", "DELETE"):
            return try remove(request)
        case ("/v3/auth/tokens", _):
            return ServiceResponse(
                status: 405,
                json: ["message": "The method is not allowed for the requested URL."]
            ).adding("Allow", "DELETE, GET, HEAD, OPTIONS, POST")
        case ("", _), ("/v3", _):
            return FlaskPage.response(status: 405).adding("Allow", "GET, HEAD, OPTIONS")
        case (_, "GET") where Self.project(in: path) != nil:
            return try show(project: Self.project(in: path) ?? "", to: request)
        default:
            guard let federation = Self.federation(in: path) else { return FlaskPage.response(status: 404) }
            guard ["GET", "POST"].contains(request.method) else {
                return FlaskPage.response(status: 405).adding("Allow", "GET, HEAD, OPTIONS, POST")
            }
            return handOut(try authenticate(request, by: federation), to: request)
        }
    }

    private mutating func handOut(_ token: IssuedToken, to request: ServiceRequest) -> ServiceResponse {
        let name = Self.tokenPrefix + Identifier.randomHex(words: 8)
        tokens[name] = token
        return TokenDocument.response(status: 201, token: token, name: name, request: request)
    }

    private mutating func issue(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let type = request.header("content-type") ?? ""
        guard type.isEmpty || type.hasPrefix("application/json") else {
            throw .missing("application/json", in: "Content-Type header")
        }
        guard let body = JSONValue(bytes: request.body), body.isObject else {
            throw .missing("valid JSON", in: "request body")
        }
        return handOut(try authenticate(TokenRequest(body)), to: request)
    }

    private func show(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let (name, subject) = try subject(of: request)
        return TokenDocument.response(status: 200, token: subject, name: name, request: request)
    }

    private mutating func remove(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let (name, _) = try subject(of: request)
        revoke(name)
        return ServiceResponse(status: 204)
    }

    /// The token that a request is about: one's own, or anybody's for an admin.
    private func subject(of request: ServiceRequest) throws(KeystoneError) -> (String, IssuedToken) {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        let refusal = KeystoneError.forbidden("identity:validate_token")
        guard let name = request.header("x-subject-token") else { throw refusal }
        guard let subject = validToken(name) else { throw unknownToken(name) }
        // A token with access rules is hidden from whoever might not know that it has them.
        if subject.applicationCredential?.accessRules != nil, request.header("openstack-identity-access-rules") == nil {
            throw unknownToken(name)
        }
        guard caller.roles.contains(.admin) || caller.user == subject.user else { throw refusal }
        return (name, subject)
    }
}
