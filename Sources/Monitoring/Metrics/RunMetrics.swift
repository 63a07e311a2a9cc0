package import Daemon
package import FoundationEssentials
package import ImageSharing

/// The metrics of a single run, under the names that a daemon's have.
package struct RunMetrics: Sendable {
    /// The requests to the cloud, and the pauses between them.
    package var counters = Counters()

    /// Begins before the first request.
    package init() {}

    /// Returns the metrics of a run that is over, as Prometheus reads them.
    ///
    /// - Parameters:
    ///   - report: the run's report.
    ///   - desired: the desired state; nil where it could not be read.
    ///   - manifestHash: the SHA-256 of the manifests, in hexadecimal digits; nil where it is not known.
    ///   - tokenExpiresAt: the moment when the token in use expires; nil where it is not known.
    ///   - version: the program's version.
    ///   - startedAt: the moment when the run began.
    ///   - endedAt: the moment when it ended.
    ///   - expiryNotice: the time before its end within which a membership counts as one that ends soon.
    /// - Returns: the text.
    package func text(
        of report: Report, desired: DesiredState?, manifestHash: String?, tokenExpiresAt: Date?, version: String,
        startedAt: Date, endedAt: Date, expiryNotice: Duration
    ) -> String {
        var status = DaemonStatus(version: version, startedAt: startedAt, staleAfter: .zero)
        status.manifest.hash = manifestHash
        status.cloud = report.cloud
        status.shard = report.shard
        status.tokenExpiresAt = tokenExpiresAt
        status.counters = counters
        status.record(report, of: desired, endedAt: endedAt, expiryNotice: expiryNotice)
        return PrometheusText(status).text
    }
}
