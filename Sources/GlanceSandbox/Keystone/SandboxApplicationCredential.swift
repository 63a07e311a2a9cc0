/// An application credential: it speaks for its user in that user's project.
package struct SandboxApplicationCredential: Sendable, CustomStringConvertible {
    package let id: String
    package let name: String
    package let secret: String
    package let user: SandboxUser
    /// What it may do; `nil` for all that its user may.
    package var accessRules: [AccessRule]?

    package var description: String { "application credential \(name) of \(user.name)" }
}
