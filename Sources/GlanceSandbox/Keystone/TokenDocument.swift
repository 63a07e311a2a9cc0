/// How Keystone shows a token.
enum TokenDocument {
    /// The answer that hands a token out, or tells about it.
    static func response(
        status: Int,
        token: IssuedToken,
        name: String,
        request: ServiceRequest
    ) -> ServiceResponse {
        let catalog = !request.query.contains { $0.name == "nocatalog" }
        let document = document(token, origin: request.origin, withCatalog: catalog)
        return ServiceResponse(status: status, json: ["token": document]).adding("X-Subject-Token", name)
    }

    private static func document(_ token: IssuedToken, origin: String, withCatalog: Bool) -> JSONValue {
        let domain: JSONValue = [
            "id": .string(SandboxDirectory.domainID), "name": .string(SandboxDirectory.domainName),
        ]
        var entries: [JSONValue.Entry] = []
        func add(_ key: String, _ value: JSONValue) { entries.append(.init(key: key, value: value)) }

        add("methods", .array(token.methods.map(JSONValue.string)))
        add(
            "user",
            [
                "domain": domain, "id": .string(token.user.id), "name": .string(token.user.name),
                "password_expires_at": nil,
            ]
        )
        add(
            "audit_ids",
            .array([token.auditID, token.chainID].prefix(token.chainID == token.auditID ? 1 : 2).map(JSONValue.string)))
        add("expires_at", .string(Timestamp.microseconds(token.expiresAt)))
        add("issued_at", .string(Timestamp.microseconds(token.issuedAt)))
        if let trust = token.trust { add("OS-TRUST:trust", trust.tokenDocument) }
        let roles = JSONValue.array(token.roles.map { ["id": .string($0.id), "name": .string($0.rawValue)] })
        switch token.scope {
        case .unscoped:
            break
        case .system:
            add("roles", roles)
            add("system", ["all": true])
        case .domain:
            add("domain", domain)
            add("roles", roles)
        case .project(let project):
            add("project", ["domain": domain, "id": .string(project.id), "name": .string(project.name)])
            if token.trust == nil { add("is_domain", false) }
            add("roles", roles)
        }
        if withCatalog, token.scope != .unscoped {
            add("catalog", CatalogDocument.catalog(origin: origin))
        }
        if let credential = token.applicationCredential {
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

extension AccessRule {
    fileprivate var document: JSONValue {
        ["id": .string(id), "service": "image", "path": .string(path), "method": .string(method)]
    }
}
