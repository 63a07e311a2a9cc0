import FoundationEssentials
import ImageSharing
import Logging
import Text

/// The service's dealings with memberships that end.
extension ReconcileService {
    /// Reconciles the images of which a membership has ended, those that are left alone, too: something else is asked of
    /// them from then on.
    ///
    /// A cloud that is away is not asked: all images have their turn when it is back.
    func reconcileEnded() async {
        guard outage == nil, !ledger.ended(at: clock.date).isEmpty else { return }
        // It may have been prolonged a moment ago.
        if let changed = await pollManifest(), !changed.isEmpty { await reconcile(changed, because: .change) }
        guard watcher.wait == nil else { return reportWait(holdsRemovals: true) }
        let ended = ledger.ended(at: clock.date)
        guard outage == nil, !ended.isEmpty else { return }
        ledger.endBackOffs(of: ended)
        await reconcile(ended, because: .expiry)
    }

    /// The time until a membership ends; nil where none does, or nothing comes of it now.
    var untilNextEnd: Duration? {
        // While the manifest is being changed, its next reading comes soon enough.
        guard outage == nil, watcher.wait == nil, let end = ledger.nextEnd else { return nil }
        // A whole millisecond more: a date is a Double, and to wake just before it would be in vain.
        let wait = Duration.seconds(end.timeIntervalSince(clock.date))
        return wait > .zero ? wait + .milliseconds(1) : .zero
    }

    /// Logs the memberships that have come to end soon and those that are over, and puts those that end into the status.
    func reportExpiries() {
        // What seems to be over may have been prolonged.
        guard watcher.wait == nil else { return }
        let now = clock.date
        let expiring = ledger.expiring(at: now, within: options.expiryNotice)
        let next = ledger.firstEnd(after: now)
        let (new, over) = expiryLog.record(expiring, at: now)
        let names = new.isEmpty && over.isEmpty ? KnownNames() : KnownNames(desired)
        for group in new {
            var metadata = line(group, names)
            let left = Int(group[0].expiry.moment.timeIntervalSince(now))
            metadata["left"] = "\(left < 172_800 ? Duration.seconds(left).shortText : "\(left / 86_400)d")"
            logger.warning("membership ends soon", metadata: metadata)
        }
        for group in over { logger.notice("membership has ended", metadata: line(group, names)) }
        let status = store.current
        guard status.expiring != expiring || status.nextExpiry != next else { return }
        store.update { ($0.expiring, $0.nextExpiry) = (expiring, next) }
    }

    private func line(_ group: [ExpiringMember], _ names: KnownNames) -> Logger.Metadata {
        var metadata = line(names, group[0].image, group.map(\.member))
        metadata["until"] = "\(group[0].expiry.text)"
        metadata["reason"] = group[0].reason.map { "\($0.onOneLine(limit: 255))" }
        return metadata
    }
}
