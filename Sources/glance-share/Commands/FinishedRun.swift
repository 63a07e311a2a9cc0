import FoundationEssentials
import Host
import ImageSharing
import Monitoring
import UnixSignals

/// A run that is over: its report, and all else that metrics and the exit status say of it.
struct FinishedRun: Sendable {
    /// The moment when it began.
    let startedAt: Date
    /// The report.
    var report: Report
    /// The desired state; nil where it could not be read, or nobody could have been asked.
    var desired: DesiredState?
    /// The SHA-256 of the manifests, in hexadecimal digits; nil where nobody wants it.
    var fingerprint: String?
    /// The moment when the token expires, by Keystone's clock; nil where that is not known.
    var tokenExpiresAt: Date?
    /// The signal that told it to stop, if one did.
    var signal: UnixSignal?
    /// The requests and their pauses.
    var requests = RunMetrics()

    /// Returns its metrics as Prometheus reads them, of a run that ends now.
    ///
    /// - Parameter notice: the time before its end within which a membership counts as one that ends soon.
    /// - Returns: the text.
    func metrics(expiryNotice notice: Duration) -> String {
        requests.text(
            of: report, desired: desired, manifestHash: fingerprint, tokenExpiresAt: tokenExpiresAt,
            version: Release.version, startedAt: startedAt, endedAt: Date.now,
            expiryNotice: notice)
    }
    /// Its plan, to be saved; nil where there is none, or where the run was ended before the plan was whole.
    var savedPlan: SavedPlanFile? {
        guard let plan = report.plan, let cloud = report.cloud, !report.wasInterrupted else { return nil }
        return SavedPlanFile(
            toolVersion: Release.version, commit: report.commit, manifestHash: fingerprint, cloud: cloud,
            shard: report.shard, plan: SavedPlan(plan))
    }
}
