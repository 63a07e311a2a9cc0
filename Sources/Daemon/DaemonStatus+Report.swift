package import FoundationEssentials
package import ImageSharing

extension DaemonStatus {
    /// Takes in the one run of a program that is no daemon, for its metrics.
    ///
    /// - Parameters:
    ///   - report: what came of the run.
    ///   - desired: what the manifests ask for; nil where they could not be read.
    ///   - now: when it ended; it began when the program was started.
    package mutating func note(_ report: Report, of desired: DesiredState?, endedAt now: Date) {
        if desired != nil { manifest.loadedAt = startedAt }
        manifest.commit = report.commit
        manifest.problems = report.problems.filter { $0.code == .manifestInvalid }
        var ledger = ImageLedger()
        var generator = SystemRandomNumberGenerator()
        _ = ledger.adopt(desired ?? DesiredState(images: []))
        counters.backOffs += ledger.record(report, at: .zero, using: &generator)
        images = (desired?.images ?? []).compactMap { image in
            ledger.entries[image.id].map { ImageStatus($0, at: .zero) { now.addingTimeInterval($0 / .seconds(1)) } }
        }
        note(
            TickStatus(
                reason: .start, startedAt: startedAt, duration: .seconds(now.timeIntervalSince(startedAt)),
                images: images.count, summary: report.summary, verdict: report.verdict, problems: []
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
