import ImageSharing

/// One run of the reconciler, or all runs of one paced sweep together, as log and status report it.
struct Tick: Sendable {
    /// Its status.
    private(set) var status: TickStatus
    /// The number of problems that it has met; `status` remembers a few.
    private(set) var problemCount: Int
    /// True if nothing was changed, and no problem came or went.
    private(set) var isIdle: Bool
    /// True if it was told to stop.
    private(set) var wasInterrupted: Bool
    /// The time at which it began, in the daemon's own time.
    private let began: Duration

    init(_ status: TickStatus, of report: Report, began: Duration, isIdle: Bool) {
        self.status = status
        self.began = began
        self.isIdle = isIdle
        problemCount = report.problems.count
        wasInterrupted = report.wasInterrupted
    }

    /// Adds the next slice of the same sweep.
    mutating func append(_ next: Tick) {
        status.duration = next.began + next.status.duration - began
        status.images += next.status.images
        status.summary += next.status.summary
        status.verdict = status.verdict.and(next.status.verdict)
        status.problems = Array((status.problems + next.status.problems).prefix(TickStatus.mostProblems))
        problemCount += next.problemCount
        isIdle = isIdle && next.isIdle
        wasInterrupted = wasInterrupted || next.wasInterrupted
    }
}

extension Report.Verdict {
    /// Returns the verdict on two runs together.
    fileprivate func and(_ other: Report.Verdict) -> Report.Verdict {
        if self == other { return self }
        let both = [self, other]
        if both.contains(where: { !$0.isComplete }) { return .partial }
        return both.contains(.applied) ? .applied : .changes
    }
}

extension Summary {
    fileprivate static func += (sum: inout Summary, other: Summary) {
        sum.images += other.images
        sum.members += other.members
        sum.add += other.add
        sum.remove += other.remove
        sum.accept += other.accept
        sum.unchanged += other.unchanged
        sum.unmanaged += other.unmanaged
        sum.created += other.created
        sum.alreadyMember += other.alreadyMember
        sum.removed += other.removed
        sum.accepted += other.accepted
        sum.held += other.held
        sum.failed += other.failed
        sum.skipped += other.skipped
    }
}
