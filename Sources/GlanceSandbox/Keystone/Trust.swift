import FoundationEssentials

/// A user's leave for another one to act in the first one's project.
struct Trust: Sendable {
    let id: String
    /// The user who gives the trust.
    let trustor: SandboxUser
    /// The user who may use it.
    let trustee: SandboxUser
    /// True if its tokens bear the trustor's name.
    let isImpersonation: Bool
    /// The roles that were given, without those that they imply.
    let roles: [Role]
    let expiresAt: Date?
    /// The number of tokens that may still be made of it; nil for any number.
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

    /// The entry of a token that was made of it.
    var tokenDocument: JSONValue {
        [
            "id": .string(id), "trustor_user": ["id": .string(trustor.id)],
            "trustee_user": ["id": .string(trustee.id)], "impersonation": .bool(isImpersonation),
        ]
    }
}

/// The trust that a caller of `POST /v3/OS-TRUST/trusts` asks for.
///
/// https://docs.openstack.org/api-ref/identity/v3-ext/#create-trust
struct TrustRequest: Sendable {
    let trustorID: String
    let trusteeID: String
    let projectID: String?
    let isImpersonation: Bool
    let roles: [JSONValue]
    let expiresAt: Date?
    let remainingUses: Int?
    let allowsRedelegation: Bool

    init(_ body: JSONValue, now: Date) throws(KeystoneError) {
        guard let trust = body["trust"] else { throw .invalid("'trust' is a required property") }
        for name in ["trustor_user_id", "trustee_user_id", "impersonation"] where trust[name] == nil {
            throw .invalid("Invalid input for field/attribute trust. '\(name)' is a required property")
        }
        guard let trustorID = trust["trustor_user_id"]?.string, let trusteeID = trust["trustee_user_id"]?.string,
            case .bool(let isImpersonation) = trust["impersonation"]
        else { throw .invalid("Invalid input for field/attribute trust.") }
        if case .number(let uses) = trust["remaining_uses"] {
            guard let uses = Int(exactly: uses), uses >= 1 else {
                let text = JSONValue.number(uses).text
                throw .invalid(
                    "Invalid input for field/attribute remaining_uses. \(text) is less than the minimum of 1")
            }
            remainingUses = uses
        } else {
            remainingUses = nil
        }
        expiresAt = try Self.expiry(trust["expires_at"], now: now)
        self.trustorID = trustorID
        self.trusteeID = trusteeID
        self.isImpersonation = isImpersonation
        projectID = trust["project_id"]?.string
        roles = trust["roles"]?.array ?? []
        allowsRedelegation = trust["allow_redelegation"] == .bool(true)
    }

    private static func expiry(_ value: JSONValue?, now: Date) throws(KeystoneError) -> Date? {
        guard let value, value != .null else { return nil }
        guard let date = value.string.flatMap(Timestamp.date) else {
            throw .malformed("Timestamp not in expected format.")
        }
        guard date > now else { throw .malformed("The 'expires_at' must not be before now.") }
        return date
    }
}
