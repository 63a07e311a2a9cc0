import Synchronization

/// The services that have answered in plain HTTP: where one of them breaks a connection, TLS is not to blame.
final class PlainServices: Sendable {
    private let known = Mutex<Set<ServiceURL>>([])

    func note(_ service: ServiceURL) {
        known.withLock { _ = $0.insert(service) }
    }

    func contains(_ service: ServiceURL) -> Bool {
        known.withLock { $0.contains(service) }
    }
}
