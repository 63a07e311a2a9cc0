import ImageSharing
import Daemon

/// The one sentence that the page begins with.
struct Headline: Equatable {
    /// How urgent it is.
    let level: Level
    /// The sentence, without its full stop.
    let text: String

    init(_ status: DaemonStatus, tally: StatusTally, readiness: Readiness) {
        if case .notReady(let reason) = readiness {
            let isOnItsWay =
                status.isStopping || status.waitsFor != nil
                || (status.ticks.isEmpty && status.manifest.problems.isEmpty)
            level = isOnItsWay ? .busy : .bad
            text = reason.prefix(1).uppercased() + reason.dropFirst()
            return
        }
        var level = Level.good
        var parts = [Self.inSync(tally)]
        if tally.images(.backedOff) > 0 {
            parts.append("\(tally.images(.backedOff)) backed off")
            level = .attention
        }
        if tally.images(.missing) > 0 {
            parts.append("\(tally.images(.missing)) lacking members")
            level = .attention
        }
        if tally.images(.unreadable) > 0 {
            parts.append("\(tally.images(.unreadable)) not readable")
            level = .attention
        }
        if tally.images(.unknown) > 0 {
            parts.append("\(tally.images(.unknown)) not looked at yet")
            if level == .good { level = .busy }
        }
        if let tick = status.ticks.first, tick.verdict == .failed || tick.verdict == .refused {
            parts.append(tick.verdict == .failed ? "the last run failed" : "the last run was refused")
            level = .attention
        }
        if !status.manifest.problems.isEmpty {
            parts.append("the newest manifest is refused")
            level = .attention
        }
        if !status.configurationProblems.isEmpty {
            parts.append("the newest configuration is refused")
            level = .attention
        }
        self.level = level
        text = parts.joined(separator: ", ")
    }

    private static func inSync(_ tally: StatusTally) -> String {
        switch (tally.imageCount, tally.images(.inSync)) {
        case (0, _): "The manifest asks for nothing"
        case (1, 1): "The one image is in sync"
        case (let all, let good) where all == good: "All \(all) images in sync"
        case (let all, let good): "\(good) of \(all) images in sync"
        }
    }
}
