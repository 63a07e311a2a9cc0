import Pacing
import OpenStack

/// How patient a run is, and how gentle: the options' word, else the configuration's, else ours.
struct RunLimits: Sendable, Equatable {
    /// How many images can be in work at once.
    static let concurrencies = 1...256
    /// How many requests a second can be asked for.
    static let rates = 0.001...100_000

    /// Images in work at once.
    let concurrency: Int
    /// The most requests a second; nil for no limit.
    let maximumRate: Double?
    /// How long one run goes on retrying.
    let retryFor: Duration
    /// How often a try is repeated, beside that.
    let retries: RetryLimits
    /// How long one answer may take.
    let requestTimeout: Duration

    /// Settles the limits.
    ///
    /// A number in clouds.yaml that is out of range is brought into it; 0 there means no limit, as openstacksdk has it.
    ///
    /// - Parameters:
    ///   - options: the options' word.
    ///   - configured: the configuration's word.
    ///   - patience: how long to go on retrying where nobody says.
    init(_ options: CloudOptions, over configured: ServiceLimits, patience: Duration = .seconds(120)) {
        func positive<Number: Comparable & ExpressibleByIntegerLiteral>(_ number: Number?) -> Number? {
            number.flatMap { $0 > 0 ? $0 : nil }
        }
        concurrency =
            options.concurrency ?? positive(configured.concurrency).map { min($0, Self.concurrencies.upperBound) } ?? 8
        maximumRate =
            options.maxRate
            ?? positive(configured.maximumRate).map { min(max($0, Self.rates.lowerBound), Self.rates.upperBound) }
        retryFor = options.retryFor?.duration ?? patience
        // Whoever says how long to go on retrying has not said how often.
        retries =
            options.retryFor == nil
            ? RetryLimits(connection: configured.connectRetries, status: configured.statusCodeRetries) : RetryLimits()
        requestTimeout = options.requestTimeout?.duration ?? configured.requestTimeout ?? .seconds(60)
    }
}
