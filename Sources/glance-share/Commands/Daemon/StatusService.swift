import Daemon
import Monitoring
import Pacing
import ServiceLifecycle

/// The status server as a service of the daemon.
struct StatusService: Service {
    let server: StatusServer
    let store: StatusStore
    let clock: RunClock

    /// Serves until its service group shuts down gracefully; while the daemon waits for the lock, it waits for its port.
    func run() async throws {
        while true {
            do throws(StatusServerError) {
                return try await server.run()
            } catch {
                // Whoever has the lock has the port as well, and gives both back.
                guard store.current.waitsFor != nil else { throw error }
            }
            do {
                try await cancelWhenGracefulShutdown { try await clock.sleep(.seconds(1)) }
            } catch {
                return
            }
        }
    }
}
