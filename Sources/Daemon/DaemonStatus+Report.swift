package import FoundationEssentials
package import ImageSharing

extension DaemonStatus {
    /// The status after one run outside of a daemon, for its metrics.
    ///
    /// - Parameters:
    ///   - report: what came of the run.
    ///   - desired: what the manifests ask for; nil where they could not be read.
    ///   - version: the program's version.
    ///   - now: the time.
    package init(after report: Report, of desired: DesiredState?, version: String, at now: Date) {
        self.init(version: version, startedAt: now, staleAfter: .zero)
        if desired != nil { manifest.loadedAt = now }
        manifest.commit = report.commit
        manifest.problems = report.problems.filter { $0.code == .manifestInvalid }
        var ledger = ImageLedger()
        var generator = SystemRandomNumberGenerator()
        _ = ledger.adopt(desired ?? DesiredState(images: []))
        ledger.record(report, at: .zero, using: &generator)
        images = (desired?.images ?? []).compactMap { image in
            ledger.entries[image.id].map { ImageStatus($0, at: .zero) { now.addingTimeInterval($0 / .seconds(1)) } }
        }
        note(
            TickStatus(
                reason: .start, startedAt: now, duration: .zero, images: images.count, summary: report.summary,
                verdict: report.verdict, problems: []
            ),
            of: report, endedAt: now
        )
    }

    /// Takes in a tick.
    mutating func note(_ tick: TickStatus, of report: Report, endedAt now: Date) {
        ticks = [tick] + ticks.prefix(DaemonStatus.mostTicks - 1)
        counters.ticks[report.verdict, default: 0] += 1
        for outcome in report.execution?.outcomes ?? [] { counters.changes[outcome.result, default: 0] += 1 }
        if report.isComplete { lastSuccessAt = now }
    }
}
