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
            ledger.entries[image.id].map { ImageStatus($0) { now.addingTimeInterval($0 / .seconds(1)) } }
        }
        count(report)
        note(
            TickStatus(
                reason: .start, startedAt: startedAt, duration: .seconds(now.timeIntervalSince(startedAt)),
                images: images.count, summary: report.summary, verdict: report.verdict, problems: []
            )
        )
    }

    /// Counts what a look at the cloud has changed.
    mutating func count(_ report: Report) {
        for outcome in report.execution?.outcomes ?? [] { counters.changes[outcome.result, default: 0] += 1 }
    }

    /// Takes in a tick; what it has found of the images must be known already.
    ///
    /// Images that it left alone count too: nothing is wrong only when nothing is wrong with any of them.
    mutating func note(_ tick: TickStatus) {
        ticks = [tick] + ticks.prefix(DaemonStatus.mostTicks - 1)
        counters.ticks[tick.verdict, default: 0] += 1
        guard tick.verdict.isComplete, tick.images > 0 || images.isEmpty,
            images.allSatisfy({ $0.problem == nil && $0.state != .missing })
        else { return }
        lastSuccessAt = tick.endedAt
    }
}

extension Report.Verdict {
    /// Whether everything that was to be done was done.
    var isComplete: Bool {
        switch self {
        case .noChanges, .changes, .applied: true
        case .partial, .refused, .failed: false
        }
    }
}
