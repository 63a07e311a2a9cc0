import FoundationEssentials

/// What a caller of `POST /v3/OS-TRUST/trusts` asks for.
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
