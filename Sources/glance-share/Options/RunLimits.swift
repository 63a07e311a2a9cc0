import Pacing

/// The limits of a run: its patience, and the load that it may put on the cloud.
struct RunLimits: Sendable, Equatable {
    /// The numbers of images that can be in work at once.
    static let concurrencies = 1...256
    /// The numbers of requests a second that can be asked for.
    static let rates = 0.001...100_000

    /// The number of images in work at once.
    let concurrency: Int
    /// The most requests a second; nil for no limit.
    let maximumRate: Double?
    /// The time for which one run goes on retrying.
    let retryFor: Duration
    /// The number of times that a try is repeated, beside that.
    let retries: RetryLimits
    /// The time that one answer may take.
    let requestTimeout: Duration
}
