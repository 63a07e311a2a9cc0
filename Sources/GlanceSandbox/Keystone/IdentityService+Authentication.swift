import FoundationEssentials

extension IdentityService {
    /// Makes a token for whoever asks, in the scope asked for; each method is tried in turn.
    func authenticate(_ request: TokenRequest) throws(KeystoneError) -> IssuedToken {
        let trust = try self.trust(request.scope)
        let requested = try request.scope.map { value throws(KeystoneError) in try tokenScope(value) }
        var user: SandboxUser?
        var parent: IssuedToken?
        var credential: SandboxApplicationCredential?
        for method in request.methods {
            let payload = request.identity[method] ?? .null
            switch method {
            case "password":
                user = try passwordUser(payload)
            case "token":
                let name = payload["id"]?.string ?? ""
                guard let token = validToken(name) else { throw unknownToken(name) }
                guard token.applicationCredential == nil else {
                    throw .forbidden("Using a delegated token to create another token is not allowed.")
                }
                guard token.trust == nil else {
                    throw .forbidden(
                        "Using trust-scoped token to create another token. Create a new trust-scoped token instead")
                }
                (user, parent) = (token.user, token)
            default:
                let found = try applicationCredential(payload)
                (user, credential) = (found.user, found)
            }
        }
        guard let user else { throw .unauthorized }
        guard trust == nil || trust?.trustee == user else { throw .forbidden }
        let scope = credential.map { .project($0.user.project) } ?? requested ?? .unscoped
        let issuedAt = now()
        let auditID = Identifier.randomHex(words: 1)
        return IssuedToken(
            user: trust.map { $0.isImpersonation ? $0.trustor : $0.trustee } ?? user,
            scope: scope,
            // A token tells of every method that led to it.
            methods: (parent?.methods ?? []).filter { !request.methods.contains($0) } + request.methods,
            roles: try roles(of: user, in: scope, by: trust),
            issuedAt: issuedAt,
            // A token that was made from a token does not outlive it.
            expiresAt: parent?.expiresAt ?? issuedAt.addingTimeInterval(lifetime / .seconds(1)),
            auditID: auditID,
            chainID: parent?.chainID ?? auditID,
            applicationCredential: credential,
            trust: trust
        )
    }

    private func passwordUser(_ payload: JSONValue) throws(KeystoneError) -> SandboxUser {
        guard let user = payload["user"] else { throw .missing("user", in: "password") }
        guard let password = user["password"]?.string else { throw .unauthorized }
        let found = try self.user(user)
        guard password == directory.password else { throw .unauthorized }
        return found
    }

    private func applicationCredential(_ payload: JSONValue) throws(KeystoneError) -> SandboxApplicationCredential {
        let credential: SandboxApplicationCredential
        if let id = payload["id"]?.string {
            guard let found = directory.credential(id: id) else {
                throw KeystoneError(status: 404, message: "Could not find Application Credential: \(id).")
            }
            credential = found
        } else if let name = payload["name"]?.string {
            guard let owner = payload["user"] else {
                throw .missing("user", in: "application credential")
            }
            if let unknown = owner["name"]?.string, directory.user(named: unknown) == nil {
                throw KeystoneError(status: 404, message: "Could not find user: \(unknown).")
            }
            guard let found = directory.credential(named: name, of: try self.user(owner)) else { throw .unauthorized }
            credential = found
        } else {
            throw .missing("name or ID", in: "application credential")
        }
        guard payload["secret"]?.string == credential.secret else { throw .unauthorized }
        return credential
    }

    private func user(_ value: JSONValue) throws(KeystoneError) -> SandboxUser {
        if let name = value["name"]?.string {
            guard let domain = value["domain"] else { throw .missing("domain", in: "user") }
            guard try self.domain(domain) == .default, let user = directory.user(named: name) else {
                throw .unauthorized
            }
            return user
        }
        guard let id = value["id"]?.string else { throw .missing("id or name", in: "user") }
        guard let user = directory.user(id: id) else { throw .unauthorized }
        return user
    }

    private func tokenScope(_ value: JSONValue) throws(KeystoneError) -> TokenScope {
        // `"scope": "unscoped"` is how some clients spell it.
        if value.string == "unscoped" { return .unscoped }
        let kinds = ["project", "domain", "system", "unscoped", "OS-TRUST:trust"].filter { value[$0] != nil }
        guard kinds.count == 1, let kind = kinds.first else {
            throw .missing("system, project, domain, OS-TRUST:trust or unscoped", in: "scope")
        }
        switch kind {
        case "unscoped": return .unscoped
        case "system": return .system
        case "domain":
            return .domain(try domain(value["domain"] ?? .null))
        case "project":
            return .project(try project(value["project"] ?? .null))
        default:
            guard let trust = try trust(value) else { throw .unauthorized }
            return .project(trust.trustor.project)
        }
    }

    /// The trust that a scope names; nil where it names something else.
    private func trust(_ scope: JSONValue?) throws(KeystoneError) -> Trust? {
        guard let value = scope?["OS-TRUST:trust"] else { return nil }
        guard let id = value["id"]?.string else { throw .missing("trust_id", in: "trust") }
        guard let trust = usableTrust(id) else { throw .unauthorized }
        return trust
    }

    private func project(_ value: JSONValue) throws(KeystoneError) -> SandboxProject {
        if let name = value["name"]?.string {
            guard let domain = value["domain"] else { throw .missing("domain", in: "project") }
            let found = directory.project(named: name, in: try self.domain(domain))
            guard let found, found.isEnabled else { throw .unauthorized }
            return found
        }
        guard let id = value["id"]?.string else {
            throw .invalid("Invalid input for field scope/project: id or name must be present.")
        }
        guard let project = directory.project(id: id), project.isEnabled else { throw .unauthorized }
        return project
    }

    private func domain(_ value: JSONValue) throws(KeystoneError) -> SandboxDomain {
        let domain: SandboxDomain?
        if let name = value["name"]?.string {
            domain = directory.domain(named: name)
        } else if let id = value["id"]?.string {
            domain = directory.domain(id: id)
        } else {
            throw .missing("id or name", in: "domain")
        }
        guard let domain, domain.isEnabled else { throw .unauthorized }
        return domain
    }

    private func roles(of user: SandboxUser, in scope: TokenScope, by trust: Trust?) throws(KeystoneError) -> [Role] {
        if let trust { return Role.allCases.filter(trust.roles.flatMap(\.effective).contains) }
        switch scope {
        case .unscoped:
            return []
        case .project(let project):
            guard project.id == user.project.id else { throw .unauthorized }
        case .system:
            guard user == directory.admin else { throw .unauthorized }
        case .domain(let domain):
            guard user.domain?.id == domain.id else { throw .unauthorized }
        }
        return user.role.effective
    }
}
