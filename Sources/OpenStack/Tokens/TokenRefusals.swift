/// The rules by which a token that a service refuses is replaced, so that nobody asks in circles; a pure value.
///
/// A replacement that is refused soon, without ever having worked, is not replaced again; nor is one token after another
/// that works for a moment and is then refused.
struct TokenRefusals: Sendable {
    /// The time after its issue within which a token's refusal is strange.
    static let early = Duration.seconds(60)
    /// The most tokens in a row that may be refused early: one or another is revoked, but hardly each.
    static let mostEarly = 20

    private var earlyInARow = 0
    private var isReplacing = false
    private var provenGeneration = 0

    /// Records that a service has accepted a token.
    mutating func recordAccepted(_ token: CachedToken) {
        provenGeneration = max(provenGeneration, token.generation)
    }

    /// Records that a new token has come.
    ///
    /// - Returns: true if it stands in for one that was refused.
    mutating func recordIssued() -> Bool {
        defer { isReplacing = false }
        if !isReplacing { earlyInARow = 0 }
        return isReplacing
    }

    /// Records that the token in use was refused, and is to be replaced.
    ///
    /// - Parameters:
    ///   - age: the time since it was issued; nil where it was revoked as soon as it had been.
    ///   - refusal: the service's refusal.
    /// - Throws: the refusal, explained, where one token after another comes to that.
    mutating func recordRefused(age: Duration?, _ refusal: OpenStackError) throws(OpenStackError) {
        if let age, age >= Self.early { earlyInARow = 0 }
        guard earlyInARow < Self.mostEarly else { throw Self.endless(refusal) }
        earlyInARow += 1
        isReplacing = true
    }

    /// Begins a new run: a token that was refused without ever having worked is not held against the next one.
    ///
    /// Otherwise a cloud that refused for a while would be refused for ever by whoever runs for months.
    ///
    /// - Parameter current: the token in use.
    /// - Returns: true if it is to be taken out of use.
    mutating func beginRun(with current: CachedToken?) -> Bool {
        earlyInARow = 0
        guard let current, isUnproven(current) else { return false }
        isReplacing = false
        return true
    }

    /// True if a refusal would have to be believed: the token stands in for another one, and has not worked yet.
    func isUnproven(_ token: CachedToken) -> Bool {
        token.isReplacement && token.generation > provenGeneration
    }

    private static func endless(_ refusal: OpenStackError) -> OpenStackError {
        var endless = refusal
        // Keystone has taken the credentials each time: it is not they that are refused, and another run gets further.
        endless.code = .serverTrouble
        endless.message =
            "one new token after another works for a while and is then refused, \(mostEarly) of them by now"
        endless.hint =
            "are the user's tokens being revoked? or do the image service's workers disagree? look at its "
            + "keystone_authtoken and memcached"
        return endless
    }
}
