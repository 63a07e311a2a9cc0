/// The time of a token on the run's own clock: its renewal and its end.
///
/// It is counted from the moment the token came: a clock of ours that is off does no harm.
struct TokenLife: Sendable, Equatable {
    /// A part of a token's life.
    enum Phase: Sendable {
        /// To be used.
        case fresh
        /// Still to be used, but its successor is due.
        case renewalDue
        /// Not to be used any more.
        case expired
    }

    /// The moment when the token was made, as far as is known here.
    let beginning: Duration
    /// The time before its end at which a token is to be renewed: two minutes, or a tenth of a short life.
    let margin: Duration
    private let end: Duration?

    /// Begins a life that may have begun while the token was on its way.
    ///
    /// Up to a quarter of it is taken off for that, and no more: whoever asked for long must not find it over at once.
    ///
    /// - Parameters:
    ///   - lifetime: the time that the token lives; nil where nobody said.
    ///   - requested: the moment when it was asked for.
    ///   - received: the moment when it came.
    init(of lifetime: Duration?, requestedAt requested: Duration, receivedAt received: Duration) {
        self.init(of: lifetime, from: max(requested, received - max(.zero, lifetime ?? .zero) / 4))
    }

    /// Begins a life.
    ///
    /// - Parameters:
    ///   - lifetime: the time that the token lives; nil where nobody said.
    ///   - beginning: the moment when it began.
    init(of lifetime: Duration?, from beginning: Duration) {
        self.beginning = beginning
        margin = min(.seconds(120), max(.zero, lifetime ?? .zero) / 10)
        // Keystone cuts the two moments that a lifetime lies between to whole seconds, so the last one is not certain.
        end = lifetime.map { beginning + max(.zero, $0 - .seconds(1)) }
    }

    /// Returns the part of its life that the token is in.
    func phase(at now: Duration) -> Phase {
        guard let end, now >= end - margin else { return .fresh }
        return now < end ? .renewalDue : .expired
    }
}
