/// When a token is to be renewed, and how long it may be used, on the run's own clock.
///
/// It is counted from the moment the token came: a clock of ours that is off does no harm.
struct TokenLife: Sendable, Equatable {
    /// What part of its life a token is in.
    enum Phase: Sendable {
        /// To be used.
        case fresh
        /// Still to be used, but its successor is due.
        case ageing
        /// Not to be used any more.
        case over
    }

    /// When the token was made, as far as is known here.
    let beginning: Duration
    /// How long before its end a token is to be renewed: two minutes, or a tenth of a short life.
    let margin: Duration
    private let end: Duration?

    /// Begins a life that may have begun while the token was on its way.
    ///
    /// Up to a quarter of it is taken off for that, and no more: whoever asked for long must not find it over at once.
    ///
    /// - Parameters:
    ///   - lifetime: how long the token lives; nil where nobody said.
    ///   - asked: when it was asked for.
    ///   - came: when it came.
    init(of lifetime: Duration?, asked: Duration, came: Duration) {
        self.init(of: lifetime, from: max(asked, came - max(.zero, lifetime ?? .zero) / 4))
    }

    /// Begins a life.
    ///
    /// - Parameters:
    ///   - lifetime: how long the token lives; nil where nobody said.
    ///   - beginning: when it began.
    init(of lifetime: Duration?, from beginning: Duration) {
        self.beginning = beginning
        margin = min(.seconds(120), max(.zero, lifetime ?? .zero) / 10)
        // Keystone cuts the two moments that a lifetime lies between to whole seconds, so the last one is not certain.
        end = lifetime.map { beginning + max(.zero, $0 - .seconds(1)) }
    }

    /// What part of its life the token is in.
    func phase(at now: Duration) -> Phase {
        guard let end, now >= end - margin else { return .fresh }
        return now < end ? .ageing : .over
    }
}
