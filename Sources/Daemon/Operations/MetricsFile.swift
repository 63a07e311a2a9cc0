package import Logging
import Synchronization

/// The daemon's metrics file: `--metrics-file FILE`, written whenever the loop has come round.
///
/// Trouble with it is told when it begins and when it ends; everything else goes on.
package final class MetricsFile: Sendable {
    private let path: String
    private let logger: Logger
    private let trouble = Mutex<AtomicFile.Failure?>(nil)

    /// Makes a metrics file; nothing is written yet.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - logger: where trouble is told.
    package init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    /// Writes what the daemon knows.
    package func write(_ status: DaemonStatus) {
        var failure: AtomicFile.Failure?
        do throws(AtomicFile.Failure) {
            try AtomicFile.write(PrometheusText(status).text, to: path)
        } catch {
            failure = error
        }
        let before = trouble.withLock { trouble in
            defer { trouble = failure }
            return trouble
        }
        guard failure != before else { return }
        if let failure {
            logger.error("\(failure)")
        } else if let before {
            logger.notice("no more: \(before)")
        }
    }
}
