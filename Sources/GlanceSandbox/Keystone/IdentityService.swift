import FoundationEssentials

/// Keystone v3, as far as a client of Glance meets it.
struct IdentityService: Sendable {
    var directory: SandboxDirectory
    /// The number of projects in a page, where the caller asks for none.
    let listLimit: Int?
    let lifetime: Duration
    let now: @Sendable () -> Date
    private(set) var tokens: [String: IssuedToken] = [:]
    private(set) var trusts: [String: Trust] = [:]

    private static let tokenPrefix = "gAAAAAB"

    init(
        directory: SandboxDirectory, listLimit: Int?, lifetime: Duration, now: @escaping @Sendable () -> Date
    ) {
        self.directory = directory
        self.listLimit = listLimit
        self.lifetime = lifetime
        self.now = now
    }

    /// The token of that name, unless it has expired, was revoked, or is for a project that is gone or disabled.
    func validToken(_ name: String?) -> IssuedToken? {
        guard let name, let token = tokens[name], now() < token.expiresAt else { return nil }
        guard let project = token.scope.project else { return token }
        return directory.project(id: project.id)?.isEnabled == true ? token : nil
    }

    /// The refusal of a token that is not valid, or not any more.
    func unknownToken(_ name: String) -> KeystoneError {
        let isForeign = !name.hasPrefix(Self.tokenPrefix)
        return KeystoneError(
            status: 404,
            message: isForeign ? "Could not recognize Fernet token" : "Failed to validate token"
        )
    }

    /// Makes a token worthless from now on, and all that began with it.
    mutating func revoke(_ name: String) {
        guard let token = tokens.removeValue(forKey: name) else { return }
        tokens = tokens.filter { $0.value.chainID != token.auditID }
    }

    /// Remembers a trust.
    mutating func add(_ trust: Trust) {
        trusts[trust.id] = trust
    }

    /// Forgets a trust, and the tokens that were made of it.
    mutating func removeTrust(_ id: String) {
        trusts[id] = nil
        tokens = tokens.filter { $0.value.trust?.id != id }
    }

    /// Answers a request below `/identity`, whose path is given without that prefix.
    mutating func answer(_ request: ServiceRequest, path: String) -> ServiceResponse {
        let baseURL = request.origin + "/identity"
        do throws(KeystoneError) {
            let response = try route(request, path: path, baseURL: baseURL)
            return response.adding("Vary", "X-Auth-Token").adding("X-Openstack-Request-Id", Identifier.request())
        } catch {
            return error.response(baseURL: baseURL)
                .adding("Vary", "X-Auth-Token").adding("X-Openstack-Request-Id", Identifier.request())
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
            return Self.methodNotAllowed(allow: "DELETE, GET, HEAD, OPTIONS, POST")
        case ("", _), ("/v3", _):
            return FlaskPage.response(status: 405).adding("Allow", "GET, HEAD, OPTIONS")
        default:
            if let answer = try resource(path, request) { return answer }
            guard let federation = Self.federation(in: path) else { return FlaskPage.response(status: 404) }
            guard ["GET", "POST"].contains(request.method) else {
                return FlaskPage.response(status: 405).adding("Allow", "GET, HEAD, OPTIONS, POST")
            }
            return handOut(try authenticate(request, by: federation), to: request)
        }
    }

    /// Answers a request below `/v3` beside tokens and federation; nil where no such path is.
    private mutating func resource(_ path: String, _ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse?
    {
        let parts = path.split(separator: "/")
        guard parts.first == "v3" else { return nil }
        if parts.count >= 3, parts[1..<3] == ["OS-TRUST", "trusts"] {
            return try answerTrusts(Array(parts.dropFirst(3)), request)
        }
        let rest = Array(parts.dropFirst())
        switch (rest.first, rest.count, request.method) {
        case (_, _, "GET"), (_, _, "HEAD"): return try lookUp(rest, request)
        case ("projects", 1, "POST"): return try createProject(request)
        case ("projects", 2, "PATCH"): return try updateProject(String(rest[1]), request)
        case ("projects", 2, "DELETE"): return try deleteProject(String(rest[1]), request)
        case ("projects", 1, _): return Self.methodNotAllowed(allow: "GET, HEAD, OPTIONS, POST")
        case ("projects", 2, _): return Self.methodNotAllowed(allow: "DELETE, GET, HEAD, OPTIONS, PATCH")
        default: break
        }
        do {
            guard try lookUp(rest, request) != nil else { return nil }
        } catch {
            // Whether or not the caller might look there, the path is one.
        }
        return Self.methodNotAllowed(allow: "GET, HEAD, OPTIONS")
    }

    private static func methodNotAllowed(allow: String) -> ServiceResponse {
        ServiceResponse(status: 405, json: ["message": "The method is not allowed for the requested URL."])
            .adding("Allow", allow)
    }

    private mutating func handOut(_ token: IssuedToken, to request: ServiceRequest) -> ServiceResponse {
        let name = Self.tokenPrefix + Identifier.randomHex(words: 8)
        tokens[name] = token
        return token.response(status: 201, name: name, to: request)
    }

    private mutating func issue(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let type = request.header("content-type") ?? ""
        guard type.isEmpty || type.hasPrefix("application/json") else {
            throw .missing("application/json", in: "Content-Type header")
        }
        guard !request.body.isEmpty || request.isBodyBroken else { throw .missing("auth", in: "request body") }
        guard let body = JSONValue(bytes: request.body), body.isObject else {
            throw .missing("valid JSON", in: "request body")
        }
        let token = try authenticate(TokenRequest(body))
        if let trust = token.trust, let uses = trust.remainingUses {
            trusts[trust.id]?.remainingUses = uses - 1
            if uses == 1 { trusts[trust.id] = nil }
        }
        return handOut(token, to: request)
    }

    private func show(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        let (name, subject) = try subject(of: request)
        return subject.response(status: 200, name: name, to: request)
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

/// The version documents of Keystone.
private enum IdentityVersions {
    /// The one version there is.
    static func v3(baseURL: String) -> JSONValue {
        [
            "id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z",
            "links": [["rel": "self", "href": .string(baseURL + "/v3/")]],
            "media-types": [
                ["base": "application/json", "type": "application/vnd.openstack.identity-v3+json"]
            ],
        ]
    }
}
