/// What a token is good for.
enum TokenScope: Sendable, Equatable {
    case project(SandboxProject)
    case domain
    case system
    case unscoped
}
