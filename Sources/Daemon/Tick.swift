import ImageSharing

/// A look at the cloud, or all looks of one paced sweep together, as the log and the board tell of it.
struct Tick: Sendable {
    /// What it came to.
    private(set) var status: TickStatus
    /// How many problems it has met; `status` remembers a few.
    private(set) var problemCount: Int
    /// Whether nothing was added, and no problem came or went.
    private(set) var isIdle: Bool
    /// Whether it was told to stop.
    private(set) var wasInterrupted: Bool
    /// When it began, in the daemon's time.
    private let began: Duration

    init(_ status: TickStatus, of report: Report, began: Duration, isIdle: Bool) {
        self.status = status
        self.began = began
        self.isIdle = isIdle
        problemCount = report.problems.count
        wasInterrupted = report.wasInterrupted
    }

    /// Takes in the next slice of the same sweep.
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
    /// How two looks went together.
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
        sum.unchanged += other.unchanged
        sum.unmanaged += other.unmanaged
        sum.created += other.created
        sum.alreadyMember += other.alreadyMember
        sum.failed += other.failed
        sum.skipped += other.skipped
    }
}
