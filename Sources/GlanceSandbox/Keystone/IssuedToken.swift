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
