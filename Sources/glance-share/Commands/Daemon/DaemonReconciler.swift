import Daemon
import FoundationEssentials
import Host
import ImageSharing
import Manifests
import OpenStack
import Reconciliation

/// The runs of a daemon, one after another over its connection.
struct DaemonReconciler: CloudReconciling {
    let connection: DaemonConnection
    /// The account of what is written; nil where nobody keeps one.
    let audit: AuditTrail?
    /// The kind of file that is carried out.
    let kind: ManifestKind
    /// True if nothing is written.
    let isDryRun: Bool
    /// The limit on what one plan may remove.
    let policy: SafetyPolicy
    let store: StatusStore
    let notifier: SystemdNotifier
    /// The most that the manifest may come out with.
    let resolvingLimits: ResolvingLimits

    func resolve(_ manifest: Manifest) async -> DesiredState {
        let current = await connection.current
        await current.beginRun(isPatient: true)
        return await current.reconciler(for: .plan, resolvingLimits: resolvingLimits, as: kind) { _ in
            notifier.progress()
        }.resolve(manifest)
    }

    func reconcile(
        _ images: DesiredState, at moment: Date, beside others: RemovalsBeside, isProbe: Bool
    ) async -> Report {
        let current = await connection.current
        let (commit, shard) = (store.current.manifest.commit, store.current.shard)
        await current.beginRun(isPatient: !isProbe)
        await audit?.beginRun()
        let audit = audit.map { RunAudit(trail: $0, commit: commit, shard: shard) }
        let purpose: Reconciler.Purpose =
            isDryRun ? .plan : .apply(current.writeAccess(audit: audit, waitsForRoom: false))
        // The watchdog is fed by what gets done, also in the middle of a long tick.
        var report = await current.reconciler(for: purpose, within: policy, as: kind, at: moment) { _ in
            notifier.progress()
        }.run(images, beside: others)
        (report.commit, report.shard) = (commit, shard)
        let authorization = await current.reading.currentAuthorization
        let identity = CloudIdentity(await connection.configuration.cloud, authorization)
        store.update { status in
            status.tokenExpiresAt = authorization?.expiresAt
            status.cloud = identity
        }
        return report
    }

    func renewConfiguration() async -> Bool { await connection.renew() }
}
