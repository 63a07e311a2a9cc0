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
    let applicationCredential: SandboxApplicationCredential?
}
