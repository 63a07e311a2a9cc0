import Pacing
import Text
import FoundationEssentials
import ImageSharing
import Logging

/// What the service says: to the log, and on the board.
extension ReconcileService {
    /// Tells of what a look at the cloud has found: a line a change, and a line a problem that is new or has ended.
    ///
    /// - Returns: whether there was anything to tell.
    func tell(_ report: Report, lookedAt images: [ImageID]) -> Bool {
        for outcome in report.execution?.outcomes ?? [] where outcome.result == .created {
            var facts: Logger.Metadata = [
                "image.id": "\(outcome.image)", "member.id": "\(outcome.member.project)",
                "source": "\(outcome.member.source)", "commit": "\(commit)",
            ]
            facts["request.id"] = outcome.requestID.map { "\($0)" }
            logger.notice("member added", metadata: facts)
        }
        let (new, ended) = problemLog.update(report, lookedAt: images)
        for (message, _, facts) in Self.lines(new) { logger.warning("\(message)", metadata: facts) }
        tellEnd(of: ended)
        let hasWarned = tellWarnings(of: report)
        return report.summary.created > 0 || !new.isEmpty || !ended.isEmpty || hasWarned
    }

    /// Tells of warnings that are new or have ended.
    ///
    /// - Returns: whether there was anything to tell.
    private func tellWarnings(of report: Report) -> Bool {
        let (new, ended) = warningLog.update(report)
        func facts(_ warning: Warning) -> Logger.Metadata {
            [
                "code": "\(warning.code.rawValue)", "image.id": "\(warning.image)", "member.id": "\(warning.member)",
                "rows": .stringConvertible(warning.rows), "hint": "\(warning.hint)",
            ]
        }
        for warning in new { logger.warning("\(warning.message)", metadata: facts(warning)) }
        for warning in ended { logger.notice("no more: \(warning.message)", metadata: facts(warning)) }
        return !new.isEmpty || !ended.isEmpty
    }

    /// Tells of a tick in one line.
    func tell(_ tick: Tick) {
        let isIdle = tick.isIdle && !tick.wasInterrupted
        logger.log(
            level: isIdle && !pace.tellsIdleTicks ? .debug : .notice, "tick",
            metadata: [
                "reason": "\(tick.status.reason.rawValue)",
                "outcome": "\(tick.wasInterrupted ? "interrupted" : tick.status.verdict.rawValue)",
                "commit": "\(commit)", "images": .stringConvertible(tick.status.images),
                "added": .stringConvertible(tick.status.summary.created),
                "in_place": .stringConvertible(tick.status.summary.unchanged),
                "problems": .stringConvertible(tick.problemCount),
            ]
        )
    }

    private var commit: String { board.current.manifest.commit ?? "none" }

    /// Tells of problems that are there no more.
    func tellEnd(of ended: [ProblemLog.Entry]) {
        for (message, ticks, facts) in Self.lines(ended) {
            let count: Logger.Metadata = ["ticks": .stringConvertible(ticks)]
            logger.notice("no more: \(message)", metadata: facts.merging(count) { $1 })
        }
    }

    /// The most images that one line names.
    private static let mostNamedTogether = 20

    /// A line a cause: thirty images that are full are one thing to mend.
    private static func lines(_ entries: [ProblemLog.Entry]) -> [(message: String, ticks: Int, facts: Logger.Metadata)]
    {
        let known = Dictionary(entries.map { ($0.problem, $0) }) { first, _ in first }
        return ProblemGroup.groups(of: entries.map(\.problem)).compactMap { group in
            let together = group.problems.compactMap { known[$0] }
            guard let first = together.first else { return nil }
            var facts = facts(first)
            if together.count > 1 {
                facts = Self.facts(group.cause)
                let images = group.images.map(\.description)
                let named = images.prefix(mostNamedTogether) + (images.count > mostNamedTogether ? ["…"] : [])
                facts["images"] = .stringConvertible(images.count)
                facts["image.ids"] = "\(named.joined(separator: ","))"
            }
            return (group.cause.message, together.map(\.ticks).max() ?? 1, facts)
        }
    }

    /// How many images a line of the log names.
    private static let mostNamed = 10

    /// The facts of a problem that may concern several images, or several members of one.
    private static func facts(_ entry: ProblemLog.Entry) -> Logger.Metadata {
        var problem = entry.problem
        let images = entry.everyImage
        let isOfImages = problem.image != nil
        if isOfImages { problem.image = images.count == 1 ? images.first : nil }
        if entry.members.count > 1 { problem.member = nil }
        if problem != entry.problem { problem.source = nil }
        var facts = facts(problem)
        if images.count > 1 {
            facts["images"] = .stringConvertible(images.count)
        }
        if images.count > 1 && isOfImages {
            let named = images.sorted().prefix(mostNamed).map(\.description)
            facts["image.ids"] = "\((named + (images.count > named.count ? ["…"] : [])).joined(separator: ","))"
        }
        if entry.members.count > 1 { facts["members"] = .stringConvertible(entry.members.count) }
        return facts
    }

    /// The facts of a problem, by the keys that a log search knows.
    static func facts(_ problem: Problem) -> Logger.Metadata {
        var facts: Logger.Metadata = ["code": "\(problem.code.rawValue)"]
        facts["image.id"] = problem.image.map { "\($0)" }
        facts["member.id"] = problem.member.map { "\($0)" }
        facts["request.id"] = problem.requestID.map { "\($0)" }
        facts["source"] = problem.source.map { "\($0)" }
        facts["hint"] = problem.hint.map { "\($0)" }
        return facts
    }

    /// The status in one line for a person: `42 images in sync, 1 backed off, next look in 3m`.
    var statusLine: String {
        let images = board.current.images
        let counts = Dictionary(grouping: images, by: \.state).mapValues(\.count)
        let inSync = counts[.inSync] ?? 0
        // What waits for a person comes first.
        var parts = (outage?.problem).map { [$0.message] } ?? []
        parts.append("\(counted(inSync, "image")) in sync")
        if let count = counts[.backedOff] { parts.append("\(count) backed off") }
        if let count = counts[.missing] { parts.append("\(count) with missing members") }
        if let count = counts[.unreadable] { parts.append("\(count) not readable") }
        if let count = counts[.unknown] { parts.append("\(count) not looked at yet") }
        if !board.current.manifest.problems.isEmpty { parts.append("the newest manifest is wrong") }
        if !board.current.configurationProblems.isEmpty { parts.append("the newest configuration is wrong") }
        if case .cloud? = outage?.cause { parts.append("the cloud is down") }
        if let next = schedule.nextDue { parts.append("next look in \(Self.rounded(next - clock.now()).shortText)") }
        return parts.joined(separator: ", ")
    }

    /// Whole minutes, or whole seconds below one: finer, the line would be a new one each time.
    ///
    /// What is due is about to be done, and nobody is told of 0 s.
    private static func rounded(_ duration: Duration) -> Duration {
        let seconds = max(1, duration.components.seconds)
        return .seconds(seconds < 60 ? seconds : seconds / 60 * 60)
    }

    /// Writes all images on the board anew, for a manifest that has just come into force.
    func showAllImages() {
        let images = order.compactMap(imageStatus)
        board.update { $0.images = images }
    }

    /// Writes what a tick has found on the board: only that, because a slice of a sweep is a small part of all images.
    func showImages(_ lookedAt: [ImageID]) {
        let seen = Dictionary(lookedAt.compactMap(imageStatus).map { ($0.image, $0) }) { first, _ in first }
        board.update { status in
            for index in status.images.indices {
                if let image = seen[status.images[index].image] { status.images[index] = image }
            }
        }
    }

    private func imageStatus(_ id: ImageID) -> ImageStatus? {
        let (now, date) = (clock.now(), wallClock())
        return ledger.entries[id].map { entry in
            ImageStatus(entry) { date.addingTimeInterval(($0 - now) / .seconds(1)) }
        }
    }
}

extension ImageStatus {
    /// What the ledger knows of an image, with its moments as dates.
    init(_ entry: ImageLedger.Entry, wall: (Duration) -> Date) {
        self.init(image: entry.desired.id, source: entry.desired.source)
        description = entry.desired.description
        problem = entry.problem ?? entry.unread
        warnings = entry.plan?.warnings ?? []
        observedAt = entry.observedAt.map(wall)
        retryAt = entry.retryAt.map(wall)
        // An observation that failed changes nothing of what is known, but nobody shall take that for news.
        if let problem = entry.problem, problem.code.isAboutTheImage {
            state = .backedOff
        } else if !entry.missing.isEmpty {
            state = .missing
        } else if entry.unread != nil {
            state = .unreadable
        } else {
            state = entry.plan == nil ? .unknown : .inSync
        }
        let isKnown = entry.plan != nil
        let wanted = entry.desired.members.map { member in
            Member(
                project: member.project, isWanted: true, isPresent: isKnown && !entry.missing.contains(member.project)
            )
        }
        let unmanaged = (entry.plan?.unmanaged ?? []).map {
            Member(project: $0.project, isWanted: false, isPresent: true)
        }
        members = (wanted + unmanaged).sorted { $0.project < $1.project }
    }
}
