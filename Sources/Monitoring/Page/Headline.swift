import Daemon
import ImageSharing
import Text

/// The one sentence that the page begins with.
struct Headline: Equatable {
    /// The urgency of what it says.
    let severity: Severity
    /// The sentence, without its full stop.
    let text: String

    init(_ status: DaemonStatus, tally: StatusTally, readiness: Readiness) {
        if case .notReady(let reason) = readiness {
            let isOnItsWay =
                status.isStopping || status.waitsFor != nil
                || (status.ticks.isEmpty && status.manifest.problems.isEmpty)
            severity = isOnItsWay ? .busy : .bad
            text = reason.prefix(1).uppercased() + reason.dropFirst()
            return
        }
        var severity = Severity.good
        var parts = [Self.inSync(status, tally)]
        if tally.images(.backedOff) > 0 {
            parts.append("\(tally.images(.backedOff)) backed off")
            severity = .attention
        }
        if tally.images(.missing) > 0 {
            parts.append("\(tally.images(.missing)) lacking members")
            severity = .attention
        }
        if tally.images(.unreadable) > 0 {
            parts.append("\(tally.images(.unreadable)) not readable")
            severity = .attention
        }
        if tally.images(.unknown) > 0 {
            parts.append("\(tally.images(.unknown)) not looked at yet")
            if severity == .good { severity = .busy }
        }
        let lookups = LookupTrouble(status)
        if !lookups.emptySets.isEmpty {
            let count = lookups.emptySets.count
            parts.append(count == 1 ? "1 image set finds nothing" : "\(count) image sets find nothing")
            severity = .attention
        }
        if !lookups.others.isEmpty {
            parts.append("\(counted(lookups.others.count, "lookup")) in vain")
            severity = .attention
        }
        if let tick = status.ticks.first, tick.verdict == .failed || tick.verdict == .refused {
            parts.append(tick.verdict == .failed ? "the last run failed" : "the last run was refused")
            severity = .attention
        }
        if !status.manifest.problems.isEmpty {
            parts.append("the newest manifest is refused")
            severity = .attention
        }
        if !status.configurationProblems.isEmpty {
            parts.append("the newest configuration is refused")
            severity = .attention
        }
        self.severity = severity
        text = parts.joined(separator: ", ")
    }

    private static func inSync(_ status: DaemonStatus, _ tally: StatusTally) -> String {
        switch (tally.imageCount, tally.images(.inSync)) {
        case (0, _): status.imageSets.isEmpty ? "The manifest asks for nothing" : "No image is found"
        case (1, 1): "The one image is in sync"
        case (let all, let good) where all == good: "All \(all) images in sync"
        case (let all, let good): "\(good) of \(all) images in sync"
        }
    }
}
