package import Daemon
package import Host
package import Logging
import Synchronization
import SystemPackage

/// The daemon's metrics file: `--metrics-file FILE`, written whenever the loop has come round.
///
/// A failure to write it is logged when it begins and when it ends; everything else goes on.
package final class MetricsFile: Sendable {
    private let file: OutputFile
    private let logger: Logger
    private let lastFailure = Mutex<OutputFile.Failure?>(nil)

    /// Makes a metrics file; nothing is written yet.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - logger: the log for failures.
    package init(path: String, logger: Logger) {
        file = OutputFile.metrics(path)
        self.logger = logger
    }

    /// Writes the metrics of a status.
    package func write(_ status: DaemonStatus) {
        var failure: OutputFile.Failure?
        do throws(OutputFile.Failure) {
            try file.write(PrometheusText(status).text)
        } catch {
            failure = error
        }
        let before = lastFailure.withLock { last in
            defer { last = failure }
            return last
        }
        guard failure != before else { return }
        if let failure {
            logger.error("\(failure)")
        } else if let before {
            logger.notice("no more: \(before)")
        }
    }
}

extension OutputFile {
    /// A file of metrics, which everybody may read: node_exporter runs as somebody else.
    package static func metrics(_ path: String) -> OutputFile {
        OutputFile(
            path, permissions: [.ownerReadWrite, .groupRead, .otherRead], replacing: "# HELP glance_share_")
    }
}
