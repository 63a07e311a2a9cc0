import Daemon
import OpenStack
import Synchronization

/// Counts the requests of a run.
final class RequestCounter: Sendable {
    private let counters = Mutex(Counters())

    /// The counts so far.
    var current: Counters { counters.withLock { $0 } }

    /// Counts what happened between the program and the cloud.
    @Sendable func count(_ event: ExchangeEvent) { counters.withLock { $0.count(event) } }
}

extension Counters {
    /// Counts what happened between the program and the cloud.
    mutating func count(_ event: ExchangeEvent) {
        switch event {
        case .request(let method, let status, let took):
            count(Request(method: method, status: status), took: took / .seconds(1))
        case .pause(let duration): throttleSeconds += duration / .seconds(1)
        }
    }
}
