import FoundationEssentials
import ImageSharing
import Logging
import Text

/// The service's reports: to the log, to the status, and in one line for a person.
extension ReconcileService {
    /// Logs the findings of a tick: a line a change, and a line a problem that is new or has ended.
    ///
    /// - Returns: whether there was anything to log.
    func log(_ report: Report, of images: [ImageID]) -> Bool {
        let hasChanged = logChanges(of: report)
        let (new, ended) = problemLog.record(report, of: images)
        for line in ProblemLine.lines(of: new) { logger.warning("\(line.message)", metadata: line.metadata) }
        logEnd(of: ended)
        let hasWarned = logWarnings(of: report)
        return hasChanged || !new.isEmpty || !ended.isEmpty || hasWarned
    }

    /// Logs the warnings that are new or have ended.
    ///
    /// - Returns: whether there was anything to log.
    private func logWarnings(of report: Report) -> Bool {
        let (new, ended) = warningLog.record(report)
        for warning in new { logger.warning("\(warning.message)", metadata: warning.metadata) }
        for warning in ended { logger.notice("no more: \(warning.message)", metadata: warning.metadata) }
        return !new.isEmpty || !ended.isEmpty
    }

    /// Logs a tick in one line.
    func log(_ tick: Tick) {
        let isIdle = tick.isIdle && !tick.wasInterrupted
        let summary = tick.status.summary
        var metadata: Logger.Metadata = [
            "reason": "\(tick.status.reason.rawValue)",
            "outcome": "\(tick.wasInterrupted ? "interrupted" : tick.status.verdict.rawValue)",
            "commit": "\(commit)", "images": .stringConvertible(tick.status.images),
            "added": .stringConvertible(summary.created), "in_place": .stringConvertible(summary.unchanged),
            "problems": .stringConvertible(tick.problemCount),
        ]
        for (key, count) in [
            ("removed", summary.removed), ("accepted", summary.accepted), ("held", summary.held),
            ("unmanaged", summary.unmanaged),
        ] where count > 0 {
            metadata[key] = .stringConvertible(count)
        }
        logger.log(level: isIdle && !options.logsIdleTicks ? .debug : .notice, "tick", metadata: metadata)
    }

    var commit: String { store.current.manifest.commit ?? "none" }

    /// Logs that problems are there no more.
    func logEnd(of ended: [ProblemLog.Entry]) {
        for line in ProblemLine.lines(of: ended) {
            let ticks: Logger.Metadata = ["ticks": .stringConvertible(line.ticks)]
            logger.notice("no more: \(line.message)", metadata: line.metadata.merging(ticks) { $1 })
        }
    }

    /// The status in one line for a person: `42 images in sync, 1 backed off, next look in 3m`.
    var statusLine: String {
        let status = store.current
        // By their places: the line is made each time the loop comes round, and to copy each image would cost the most of it.
        var counts: [ImageStatus.State: Int] = [:]
        for index in status.images.indices { counts[status.images[index].state, default: 0] += 1 }
        let inSync = counts[.inSync] ?? 0
        // What waits for a person comes first.
        var parts = (outage?.problem).map { [$0.message] } ?? []
        let (refused, held) = (status.removals(.refused), status.removals(.held))
        if refused > 0 { parts.append("\(counted(refused, "removal")) refused") }
        if held > 0 { parts.append("\(counted(held, "removal")) held") }
        parts.append("\(counted(inSync, "image")) in sync")
        if let count = counts[.backedOff] { parts.append("\(count) backed off") }
        if let count = counts[.unfinished] { parts.append("\(count) not all done") }
        if let count = counts[.missing] { parts.append("\(count) with missing members") }
        if let count = counts[.unreadable] { parts.append("\(count) not readable") }
        if let count = counts[.unknown] { parts.append("\(count) not looked at yet") }
        if !status.manifest.problems.isEmpty { parts.append("the newest manifest is wrong") }
        if status.manifest.waitsForGit != nil { parts.append("waiting for Git to settle the manifest") }
        if !status.configurationProblems.isEmpty { parts.append("the newest configuration is wrong") }
        if case .cloud? = outage?.cause { parts.append("the cloud is down") }
        if let sweep = schedule.sweep {
            parts.append("run under way, \(100 * sweep.done / sweep.images) % looked at")
        } else if let next = schedule.nextDue {
            parts.append("next look in \(Self.rounded(next - clock.now).shortText)")
        }
        return (status.shard.map { "shard \($0): " } ?? "") + parts.joined(separator: ", ")
    }

    /// Rounds to whole minutes, or to whole seconds below one: finer, the line would be a new one each time.
    ///
    /// What is due is about to be done, and nobody is told of 0 s.
    private static func rounded(_ duration: Duration) -> Duration {
        let seconds = max(1, duration.components.seconds)
        return .seconds(seconds < 60 ? seconds : seconds / 60 * 60)
    }

    /// Puts all images into the status, for a manifest that has just come into force.
    func publishAllImages() {
        var images = store.current.images.filter {
            !ledger.renewed.contains($0.image) && ledger.entries[$0.image] != nil
        }
        let known = Set(images.map(\.image))
        images += statuses(of: order.filter { !known.contains($0) })
        images.sort { $0.image < $1.image }
        store.update { $0.images = images }
    }

    /// Puts the findings of a tick into the status: only them, because a slice of a sweep is a small part of all images.
    func publish(_ images: [ImageID]) {
        let found = statuses(of: images)
        store.update { status in
            for image in found {
                let place = status.images.place(of: image.image)
                guard place < status.images.count, status.images[place].image == image.image else { continue }
                // Nearly always the same members: what has the earlier status shares them.
                let members = status.images[place].members
                status.images[place] = image
                if members == image.members { status.images[place].members = members }
            }
        }
    }

    private func statuses(of images: [ImageID]) -> [ImageStatus] {
        // One reading of the clocks for all: what was one moment is one date.
        let (now, date) = (clock.now, clock.date)
        return images.compactMap { id in
            ledger.entries[id].map { ImageStatus($0) { date.addingTimeInterval(($0 - now).inSeconds) } }
        }
    }

    /// Puts the moment of the next tick into the status, and how far a sweep is that is under way.
    func publishNextTick() {
        let next = schedule.nextDue.map(clock.date(of:))
        let sweep = schedule.sweep.map { sweep in
            SweepStatus(
                startedAt: clock.date(of: sweep.began), endsAt: clock.date(of: sweep.ends), imagesDone: sweep.done,
                images: sweep.images)
        }
        store.update { status in
            status.nextTickAt = next
            status.sweep = sweep
        }
    }
}
