/// A token with what it allows, and its place in the row of the run's tokens.
struct CachedToken: Sendable {
    let authorization: Authorization
    /// The number of tokens up to this one.
    let generation: Int
    let life: TokenLife
    /// True if it stands in for a token that was refused.
    let isReplacement: Bool
}
