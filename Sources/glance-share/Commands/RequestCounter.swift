import Monitoring
import OpenStack
import Synchronization

/// Counts the requests of a run.
final class RequestCounter: Sendable {
    private let metrics = Mutex(RunMetrics())

    /// The counts so far.
    var current: RunMetrics { metrics.withLock { $0 } }

    /// Counts what happened between the program and the cloud.
    @Sendable func count(_ event: ExchangeEvent) { metrics.withLock { $0.counters.count(event) } }
}
