package import FoundationEssentials
package import ImageSharing
import Text

/// One tick of the past.
package struct TickStatus: Sendable, Equatable {
    /// The reason for a tick.
    package enum Reason: String, Sendable, CaseIterable {
        case start, interval, change, reload, expiry
    }

    /// The reason for it.
    package var reason: Reason
    /// The moment when it began.
    package var startedAt: Date
    /// The time that it took.
    package var duration: Duration
    /// The moment when it ended.
    package var endedAt: Date { startedAt.addingTimeInterval(duration.inSeconds) }
    /// The number of images that it was about.
    package var images: Int
    /// Its counts.
    package var summary: Summary
    /// Its verdict.
    package var verdict: Report.Verdict
    /// The problems that it met, at most `mostProblems`; `summary` counts all.
    package var problems: [Problem]

    /// The most problems of a tick that are remembered.
    static let mostProblems = 20

    /// Makes a tick.
    package init(
        reason: Reason, startedAt: Date, duration: Duration, images: Int, summary: Summary, verdict: Report.Verdict,
        problems: [Problem]
    ) {
        self.reason = reason
        self.startedAt = startedAt
        self.duration = duration
        self.images = images
        self.summary = summary
        self.verdict = verdict
        self.problems = problems
    }
}
