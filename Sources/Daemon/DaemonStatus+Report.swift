package import FoundationEssentials
package import ImageSharing
import Text

extension DaemonStatus {
    /// Records the one run of a program that is no daemon, for its metrics.
    ///
    /// - Parameters:
    ///   - report: the run's report.
    ///   - desired: the manifests' desired state; nil where they could not be read.
    ///   - now: the end of the run; it began when the program was started.
    ///   - notice: the time before its end within which a membership counts as one that ends soon.
    package mutating func record(
        _ report: Report, of desired: DesiredState?, endedAt now: Date, expiryNotice notice: Duration
    ) {
        if desired != nil { manifest.loadedAt = startedAt }
        manifest.commit = report.commit
        manifest.problems = report.problems.filter { $0.code == .manifestInvalid }
        if let desired { record(resolved: desired, at: now) }
        var ledger = ImageLedger()
        var generator = SystemRandomNumberGenerator()
        _ = ledger.adopt(desired ?? DesiredState(images: []))
        counters.backOffs += ledger.record(report, at: .zero, using: &generator)
        images = (desired?.images ?? []).compactMap { image in
            ledger.entries[image.id].map { ImageStatus($0) { now.addingTimeInterval($0.inSeconds) } }
        }
        countChanges(of: report)
        expiring = ledger.expiring(at: now, within: notice)
        nextExpiry = ledger.firstEnd(after: now)
        record(
            TickStatus(
                reason: .start, startedAt: startedAt, duration: .seconds(now.timeIntervalSince(startedAt)),
                images: images.count, summary: report.summary, verdict: report.verdict, problems: []
            )
        )
    }

    /// Counts the changes that a run has tried, by result.
    mutating func countChanges(of report: Report) {
        for outcome in report.execution?.outcomes ?? [] { counters.changes[outcome.result, default: 0] += 1 }
    }

    /// Records a tick, whose findings about images must have been recorded before.
    ///
    /// Images that it left alone count too: nothing is wrong only when nothing is wrong with any of them.
    mutating func record(_ tick: TickStatus) {
        ticks = [tick] + ticks.prefix(DaemonStatus.mostTicks - 1)
        counters.ticks[tick.verdict, default: 0] += 1
        guard tick.verdict.isComplete, tick.images > 0 || images.isEmpty, lookupProblems.isEmpty,
            images.allSatisfy({ $0.problem == nil && $0.state != .missing && $0.state != .unfinished })
        else { return }
        lastSuccessAt = tick.endedAt
    }
}

extension Report.Verdict {
    /// True if everything that was to be done was done.
    var isComplete: Bool {
        switch self {
        case .noChanges, .changes, .applied: true
        case .partial, .refused, .failed: false
        }
    }
}
