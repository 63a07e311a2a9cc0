package import ImageSharing

/// The counters since the start.
package struct Counters: Sendable, Equatable {
    /// A kind of request.
    package struct Request: Hashable, Sendable {
        /// The method.
        package var method: String
        /// The status; nil where there was no answer.
        package var status: Int?

        /// Makes a kind of request.
        package init(method: String, status: Int?) {
            self.method = method
            self.status = status
        }
    }

    /// Ticks by verdict.
    package var ticks: [Report.Verdict: Int] = [:]
    /// Changes by result.
    package var changes: [Outcome.Result: Int] = [:]
    /// Requests by method and status.
    package var requests: [Request: Int] = [:]
    /// The requests that fell below each of `requestSecondsBounds` and above the one before; the last is the rest.
    package var requestSecondsBuckets: [Int] = Array(repeating: 0, count: Counters.requestSecondsBounds.count + 1)
    /// The time that all requests took together, in seconds.
    package var requestSeconds = 0.0
    /// The times that an image was backed off.
    package var backOffs = 0
    /// The time that requests were held back because the cloud asked for it, in seconds.
    package var throttleSeconds = 0.0

    /// The upper bounds of the histogram of request seconds.
    package static let requestSecondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    /// Makes counters at zero.
    package init() {}

    /// Counts a request.
    package mutating func count(_ request: Request, took seconds: Double) {
        requests[request, default: 0] += 1
        requestSeconds += seconds
        let bucket = Self.requestSecondsBounds.firstIndex { seconds <= $0 } ?? Self.requestSecondsBounds.count
        requestSecondsBuckets[bucket] += 1
    }
}
