import FoundationEssentials

/// Keystone's OS-TRUST.
///
/// https://docs.openstack.org/api-ref/identity/v3-ext/#os-trust-api
extension IdentityService {
    /// Answers a request below `/v3/OS-TRUST/trusts`, of which the rest of the path is given; nil for other requests.
    mutating func answerTrusts(_ rest: [Substring], _ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse?
    {
        switch (rest.count, request.method) {
        case (0, "POST"): return try createTrust(request)
        case (0, "GET"), (0, "HEAD"): return try listTrusts(request)
        case (1, "DELETE"):
            let (caller, trust) = try trust(String(rest[0]), for: request)
            guard caller.isAdmin || caller.user == trust.trustor else { throw .forbidden("identity:delete_trust") }
            removeTrust(trust.id)
            return ServiceResponse(status: 204)
        case (1, "GET"), (1, "HEAD"),
            (2, "GET") where rest.last == "roles", (2, "HEAD") where rest.last == "roles":
            let (caller, trust) = try trust(String(rest[0]), for: request)
            let isTold = caller.isAdmin || [trust.trustor, trust.trustee].contains(caller.user)
            let baseURL = request.keystoneURL
            if rest.count == 1 {
                guard isTold else { throw .forbidden("identity:get_trust") }
                return ServiceResponse(status: 200, json: ["trust": trust.document(baseURL: baseURL)])
            }
            guard isTold else { throw .forbidden("identity:list_roles_for_trust") }
            return .list("roles", trust.roles.map { $0.document(baseURL: baseURL) }, of: request)
        default: return nil
        }
    }

    /// The trust of that name, if it is still good for a token.
    func usableTrust(_ id: String) -> Trust? {
        guard let trust = trusts[id], trust.expiresAt.map({ now() < $0 }) ?? true else { return nil }
        return trust
    }

    private mutating func createTrust(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        guard let body = JSONValue(bytes: request.body), body.isObject else {
            throw .missing("valid JSON", in: "request body")
        }
        let wish = try TrustRequest(body, now: now())
        guard wish.trustorID == caller.user.id else { throw .forbidden("identity:create_trust") }
        guard caller.trust == nil else { throw .forbidden }
        guard let trustee = directory.user(id: wish.trusteeID) else {
            throw KeystoneError(status: 404, message: "Could not find user: \(wish.trusteeID).")
        }
        guard !wish.roles.isEmpty else { throw .forbidden("At least one role should be specified") }
        var roles: [Role] = []
        for role in wish.roles {
            roles.append(try self.role(role, of: caller.user, isInProject: wish.projectID == caller.user.project.id))
        }
        let trust = Trust(
            id: Identifier.randomHex(words: 2), trustor: caller.user, trustee: trustee,
            isImpersonation: wish.isImpersonation, roles: roles, expiresAt: wish.expiresAt,
            remainingUses: wish.remainingUses, redelegationCount: wish.allowsRedelegation ? 3 : 0
        )
        add(trust)
        return ServiceResponse(status: 201, json: ["trust": trust.document(baseURL: request.keystoneURL)])
    }

    /// A role that a user has, named as in `{"name": "member"}` or by its ID.
    private func role(_ value: JSONValue, of user: SandboxUser, isInProject: Bool) throws(KeystoneError) -> Role {
        if let name = value["name"]?.string, !Role.allCases.contains(where: { $0.rawValue == name }) {
            throw KeystoneError(status: 404, message: "Role \(name) is not defined")
        }
        let named = Role.allCases.first { $0.rawValue == value["name"]?.string || $0.id == value["id"]?.string }
        guard let named, isInProject, user.role.effective.contains(named) else {
            let id = named?.id ?? value["id"]?.string ?? ""
            throw KeystoneError(status: 404, message: "Could not find role: \(id).")
        }
        return named
    }

    private func listTrusts(_ request: ServiceRequest) throws(KeystoneError) -> ServiceResponse {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        func asked(_ name: String) -> String? { request.query.last { $0.name == name }?.value }
        let (trustor, trustee) = (asked("trustor_user_id"), asked("trustee_user_id"))
        guard caller.isAdmin || trustor != nil || trustee != nil else { throw .forbidden("identity:list_trusts") }
        guard caller.isAdmin || trustor == nil || trustor == caller.user.id else {
            throw .forbidden("identity:list_trusts_for_trustor")
        }
        guard caller.isAdmin || trustee == nil || trustee == caller.user.id else {
            throw .forbidden("identity:list_trusts_for_trustee")
        }
        let found = trusts.values
            .filter { trust in
                (trustor ?? trust.trustor.id) == trust.trustor.id && (trustee ?? trust.trustee.id) == trust.trustee.id
            }
            .sorted { $0.id < $1.id }
        return .list("trusts", found.map { .object($0.summary(baseURL: request.keystoneURL)) }, of: request)
    }

    private func trust(
        _ id: String, for request: ServiceRequest
    ) throws(KeystoneError) -> (caller: IssuedToken, trust: Trust) {
        guard let caller = validToken(request.token) else { throw .unauthorized }
        guard let trust = usableTrust(id) else {
            throw KeystoneError(status: 404, message: "Could not find trust: \(id).")
        }
        return (caller, trust)
    }
}
