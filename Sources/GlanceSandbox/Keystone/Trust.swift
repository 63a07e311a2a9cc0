import FoundationEssentials

/// A user's leave for another one to act in the first one's project.
struct Trust: Sendable {
    let id: String
    /// Who gives the trust.
    let trustor: SandboxUser
    /// Who may use it.
    let trustee: SandboxUser
    /// Whether the tokens bear the name of the trustor.
    let isImpersonation: Bool
    /// The roles that were given, without those that they imply.
    let roles: [Role]
    let expiresAt: Date?
    /// How many tokens may still be made of it; `nil` for any number.
    var remainingUses: Int?
    let redelegationCount: Int

    /// The document of a list, which leaves out the roles.
    func summary(baseURL: String) -> [JSONValue.Entry] {
        let document: JSONValue = [
            "id": .string(id), "trustor_user_id": .string(trustor.id), "trustee_user_id": .string(trustee.id),
            "project_id": .string(trustor.project.id), "impersonation": .bool(isImpersonation),
            "expires_at": JSONValue(expiresAt.map(Timestamp.microseconds)), "deleted_at": nil,
            "remaining_uses": remainingUses.map { .number(Double($0)) } ?? nil, "redelegated_trust_id": nil,
            "redelegation_count": .number(Double(redelegationCount)),
            "links": ["self": .string(baseURL + "/v3/OS-TRUST/trusts/" + id)],
        ]
        guard case .object(let entries) = document else { return [] }
        return entries
    }

    /// The document of the trust alone.
    func document(baseURL: String) -> JSONValue {
        let links: JSONValue = ["next": nil, "previous": nil, "self": .string(baseURL + "/v3/" + id + "/roles")]
        return .object(
            summary(baseURL: baseURL) + [
                .init(key: "roles", value: .array(roles.map { $0.document(baseURL: baseURL) })),
                .init(key: "roles_links", value: links),
            ]
        )
    }

    /// What a token that was made of it says.
    var tokenDocument: JSONValue {
        [
            "id": .string(id), "trustor_user": ["id": .string(trustor.id)],
            "trustee_user": ["id": .string(trustee.id)], "impersonation": .bool(isImpersonation),
        ]
    }
}

extension Role {
    /// The role as the identity API shows it.
    func document(baseURL: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(rawValue), "domain_id": nil, "description": nil,
            "options": ["immutable": true], "links": ["self": .string(baseURL + "/v3/roles/" + id)],
        ]
    }
}
