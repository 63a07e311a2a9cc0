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
        var parts: [String] = []
        func add(_ text: String, _ urgency: Severity = .attention) {
            parts.append(text)
            severity = max(severity, urgency)
        }
        for (standing, word) in [(RemovalStatus.Standing.refused, "refused"), (.held, "held"), (.pending, "not done")]
        where tally.removals(standing) > 0 {
            add("\(counted(tally.removals(standing), "removal")) \(word)", .bad)
        }
        parts.append(Self.inSync(status, tally))
        if tally.images(.backedOff) > 0 { add("\(tally.images(.backedOff)) backed off") }
        if tally.images(.missing) > 0 { add("\(tally.images(.missing)) lacking members") }
        if tally.images(.unfinished) > 0 { add("\(tally.images(.unfinished)) not all done") }
        if tally.images(.unreadable) > 0 { add("\(tally.images(.unreadable)) not readable") }
        if tally.images(.unknown) > 0 { add("\(tally.images(.unknown)) not looked at yet", .busy) }
        let lookups = LookupTrouble(status)
        if !lookups.emptySets.isEmpty {
            let count = lookups.emptySets.count
            add(count == 1 ? "1 image set finds nothing" : "\(count) image sets find nothing")
        }
        if !lookups.others.isEmpty { add("\(counted(lookups.others.count, "lookup")) in vain") }
        if let tick = status.ticks.first, tick.verdict == .failed || tick.verdict == .refused {
            add(tick.verdict == .failed ? "the last run failed" : "the last run was refused")
        }
        if !status.manifest.problems.isEmpty { add("the newest manifest is refused") }
        if status.manifest.waitsForGit != nil { add("the manifest waits for Git") }
        if !status.configurationProblems.isEmpty { add("the newest configuration is refused") }
        let files = status.manifest.losses.count { $0.file != nil }
        if files > 0 { add("\(counted(files, "manifest file")) gone") }
        // It is no trouble, and nobody shall be surprised by it.
        if !status.expiring.isEmpty { parts.append("\(counted(status.expiring.count, "membership")) ending soon") }
        self.severity = severity
        text = parts.joined(separator: ", ")
    }

    private static func inSync(_ status: DaemonStatus, _ tally: StatusTally) -> String {
        switch (tally.imageCount, tally.images(.inSync)) {
        case (0, _) where status.shard != nil: "No image belongs to this shard"
        case (0, _): status.imageSets.isEmpty ? "The manifest asks for nothing" : "No image is found"
        case (1, 1): "The one image is in sync"
        case (let all, let good) where all == good: "All \(all) images in sync"
        case (let all, let good): "\(good) of \(all) images in sync"
        }
    }
}
