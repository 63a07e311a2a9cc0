import Daemon
package import OpenStack

extension Counters {
    /// Counts what happened between the program and the cloud.
    package mutating func count(_ event: ExchangeEvent) {
        switch event {
        case .request(let method, let status, let took):
            count(Request(method: method, status: status), took: took / .seconds(1))
        case .pause(let duration): throttleSeconds += duration / .seconds(1)
        }
    }
}
