import FoundationEssentials

/// A token that was given out.
struct IssuedToken: Sendable {
    let user: SandboxUser
    let scope: TokenScope
    let methods: [String]
    let roles: [Role]
    let issuedAt: Date
    let expiresAt: Date
    let auditID: String
    /// The audit ID of the token at the beginning of the chain; its own, unless it was made from a token.
    let chainID: String
    var applicationCredential: SandboxApplicationCredential?
    var trust: Trust?

    var isAdmin: Bool { roles.contains(.admin) }
}

/// The realm that a token is good for.
enum TokenScope: Sendable, Equatable {
    case project(SandboxProject)
    case domain(SandboxDomain)
    case system
    case unscoped

    /// The project, of a token that is good for one.
    var project: SandboxProject? {
        guard case .project(let project) = self else { return nil }
        return project
    }

    /// The domain, of a token that is good for one.
    var domain: SandboxDomain? {
        guard case .domain(let domain) = self else { return nil }
        return domain
    }
}

extension IssuedToken {
    /// The answer that hands the token out, or tells about it.
    ///
    /// - Parameters:
    ///   - status: the status of the answer.
    ///   - name: the token as its bearer writes it.
    ///   - request: the request that asks for it.
    /// - Returns: the answer.
    func response(status: Int, name: String, to request: ServiceRequest) -> ServiceResponse {
        let catalog = !request.query.contains { $0.name == "nocatalog" }
        let document = document(origin: request.origin, withCatalog: catalog)
        return ServiceResponse(status: status, json: ["token": document]).adding("X-Subject-Token", name)
    }

    private func document(origin: String, withCatalog: Bool) -> JSONValue {
        var entries: [JSONValue.Entry] = []
        func add(_ key: String, _ value: JSONValue) { entries.append(.init(key: key, value: value)) }

        add("methods", .array(methods.map(JSONValue.string)))
        add(
            "user",
            [
                "domain": SandboxDomain.default.tokenDocument, "id": .string(user.id), "name": .string(user.name),
                "password_expires_at": nil,
            ]
        )
        add("audit_ids", .array([auditID, chainID].prefix(chainID == auditID ? 1 : 2).map(JSONValue.string)))
        add("expires_at", .string(Timestamp.microseconds(expiresAt)))
        add("issued_at", .string(Timestamp.microseconds(issuedAt)))
        if let trust { add("OS-TRUST:trust", trust.tokenDocument) }
        let roles = JSONValue.array(self.roles.map { ["id": .string($0.id), "name": .string($0.rawValue)] })
        switch scope {
        case .unscoped:
            break
        case .system:
            add("roles", roles)
            add("system", ["all": true])
        case .domain(let domain):
            add("domain", domain.tokenDocument)
            add("roles", roles)
        case .project(let project):
            add(
                "project",
                [
                    "domain": project.domain.tokenDocument, "id": .string(project.id), "name": .string(project.name),
                ])
            if trust == nil { add("is_domain", false) }
            add("roles", roles)
        }
        if withCatalog, scope != .unscoped {
            add("catalog", CatalogDocument.catalog(origin: origin))
        }
        if let credential = applicationCredential {
            var described: [JSONValue.Entry] = [
                .init(key: "id", value: .string(credential.id)), .init(key: "name", value: .string(credential.name)),
                .init(key: "restricted", value: true),
            ]
            if let rules = credential.accessRules {
                described.append(.init(key: "access_rules", value: .array(rules.map(\.document))))
            }
            add("application_credential", .object(described))
        }
        return .object(entries)
    }
}

extension SandboxDomain {
    fileprivate var tokenDocument: JSONValue { ["id": .string(id), "name": .string(name)] }
}

extension AccessRule {
    fileprivate var document: JSONValue {
        ["id": .string(id), "service": "image", "path": .string(path), "method": .string(method)]
    }
}
