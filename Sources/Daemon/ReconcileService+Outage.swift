import ImageSharing
import Logging
import Manifests

/// The service's way through an outage: probes instead of sweeps, and an eye on the configuration.
extension ReconcileService {
    /// Reconciles one image to find out whether the cloud is back: one that was well when it was last observed, and another
    /// one each time, because it may be that image's own trouble that the cloud cannot answer.
    func probe() async {
        let due = ledger.due(order, at: clock.now).images.map(\.id)
        let well = due.filter { ledger.entries[$0]?.isWell == true }
        let candidates = well.isEmpty ? due : well
        guard !candidates.isEmpty else {
            // Where every image has to be found first, to look for them is the probe.
            if manifest?.questions.isEmpty == false { return await reconcileAll(because: .interval) }
            endOutage(hasReachedCloud: false)
            return planSweep()
        }
        let image = candidates[(outage?.failures ?? 0) % candidates.count]
        await reconcile([image], because: .interval, isProbe: true)
    }

    /// Reads the configuration again where it is at fault, as often as the manifest, and tries another one at once.
    func retryConfiguration() async {
        guard outage?.problem != nil, clock.now >= nextConfigurationRetry else { return }
        nextConfigurationRetry = clock.now + options.manifestInterval
        guard await cloud.renewConfiguration() else { return }
        outage?.renew()
        await probe()
    }

    /// Notices what keeps the loop from its work, so that it tries with one image instead of asking for all; or its end.
    func updateOutage(after report: Report, because reason: TickStatus.Reason) {
        // What a tick that was told to stop did not get says nothing about the cloud.
        guard !report.wasInterrupted else { return }
        guard let cause = report.outage else {
            if case .cloud? = outage?.cause { logger.notice("the cloud is back") }
            return endOutage(hasReachedCloud: true)
        }
        // The images of which a membership has ended may be one, and that one in trouble for itself.
        if reason == .expiry, outage == nil, case .cloud = cause { return }
        var outage = outage ?? Outage(cause)
        outage.fail(cause)
        self.outage = outage
        nextConfigurationRetry = clock.now
        schedule.planProbe(at: clock.now + outage.wait(interval: options.interval))
        store.update { $0.obstacle = outage.problem }
        publishNextTick()
    }

    /// Takes in that nothing keeps the loop from its work.
    ///
    /// - Parameter hasReachedCloud: whether the cloud has shown it.
    private func endOutage(hasReachedCloud: Bool) {
        outage = nil
        store.update { status in
            status.obstacle = nil
            if hasReachedCloud { status.hasReachedCloud = true }
        }
    }
}
