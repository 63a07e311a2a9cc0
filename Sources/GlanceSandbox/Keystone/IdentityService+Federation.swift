import FoundationEssentials

/// Keystone's OS-FEDERATION, where an access token of an identity provider is good for an unscoped token.
///
/// https://docs.openstack.org/api-ref/identity/v3-ext/#request-an-unscoped-os-federation-token
extension IdentityService {
    /// The provider and the protocol that a path such as
    /// `/v3/OS-FEDERATION/identity_providers/{idp}/protocols/{protocol}/auth` names; nil for any other path.
    static func federation(in path: String) -> (provider: String, protocolID: String)? {
        let parts = path.split(separator: "/")
        guard parts.count == 7, parts[..<3] == ["v3", "OS-FEDERATION", "identity_providers"], parts[4] == "protocols",
            parts[6] == "auth"
        else { return nil }
        return (String(parts[3]), String(parts[5]))
    }

    /// Makes a token for the user whom the identity provider vouches for.
    func authenticate(
        _ request: ServiceRequest, by federation: (provider: String, protocolID: String)
    ) throws(KeystoneError) -> IssuedToken {
        let known = directory.federation
        guard federation.protocolID == known.protocolID else { throw .unsupportedMethod }
        guard federation.provider == known.identityProvider else {
            throw KeystoneError(status: 404, message: "Could not find Identity Provider: \(federation.provider).")
        }
        guard request.header("authorization") == "Bearer " + known.accessToken else { throw .unauthorized }
        let issuedAt = now()
        let auditID = Identifier.randomHex(words: 1)
        return IssuedToken(
            user: known.user, scope: .unscoped, methods: [known.protocolID], roles: [], issuedAt: issuedAt,
            expiresAt: issuedAt.addingTimeInterval(lifetime / .seconds(1)), auditID: auditID, chainID: auditID
        )
    }
}
