import ImageSharing
import Logging
import OpenStack
import Reconciliation
import Synchronization
import Text

/// Turns what happens during a run into log lines and progress.
final class RunLogger: Sendable {
    private let logger: Logger
    private let progress: Progress?
    /// The images whose back-off was logged as a notice.
    private let backedOff = Mutex<Set<ImageID>>([])
    /// The names of what the run is about; none before they are looked up.
    private let names = Mutex(KnownNames())
    private let desired = Mutex<DesiredState?>(nil)

    /// What the manifest came to when its names were looked up; nil where it has none, or before.
    var resolved: DesiredState? { desired.withLock { $0 } }

    /// Makes a logger.
    ///
    /// - Parameters:
    ///   - logger: the log.
    ///   - progress: the line that it moves on; nil where nobody looks at one.
    init(logger: Logger, progress: Progress?) {
        self.logger = logger
        self.progress = progress
    }

    /// Runs `work`, with the progress beside it.
    func run<Result>(_ work: () async -> Result) async -> Result {
        guard let progress else { return await work() }
        return await progress.run(work)
    }

    /// Records one event.
    @Sendable func record(_ event: RunEvent) {
        switch event {
        case .resolved(let desired):
            names.withLock { $0 = KnownNames(desired) }
            self.desired.withLock { $0 = desired }
            for set in desired.sets { log(.info, "\(set.logMessage)", set.fields.mapValues { .string($0) }) }
        case .began(let phase): begin(phase)
        case .observed(let image, let problem):
            progress?.advance()
            log(problem == nil ? .debug : .info, "image read", metadata(image: image, problem: problem))
        case .settled(let outcome, let problem):
            if outcome.result != .held { progress?.advance() }
            var metadata = metadata(image: outcome.image, member: outcome.member.project, problem: problem)
            if let requestID = outcome.requestID { metadata["request.id"] = "\(requestID)" }
            log(.info, "\(outcome.logMessage)", metadata)
        case .warned(let warning):
            var metadata = metadata(image: warning.image, member: warning.member)
            metadata["code"] = "\(warning.code.rawValue)"
            metadata["rows"] = .stringConvertible(warning.rows)
            metadata["hint"] = "\(warning.hint)"
            log(.info, "\(warning.message)", metadata)
        case .backedOff(let image, let problem, let attempt, let wait):
            var metadata = metadata(image: image, problem: problem)
            metadata["attempt"] = .stringConvertible(attempt)
            metadata["wait"] = "\(wait.shortText)"
            // A first retry is not worth a notice, and a full image meets the same refusal again and again.
            let isNews = attempt > 1 && backedOff.withLock { $0.insert(image).inserted }
            log(isNews ? .notice : .info, "image backed off; the others go on", metadata)
        }
    }

    private func begin(_ phase: RunPhase) {
        switch phase {
        case .authorizing: progress?.begin("asking for a token", total: nil)
        case .resolving: progress?.begin("looking up names", total: nil)
        case .reading(let images): progress?.begin("reading", total: images)
        case .checkingOwners: progress?.begin("checking owners", total: nil)
        case .writing(let changes, _, let onlyAdds):
            progress?.begin(onlyAdds ? "adding" : "writing", total: changes)
        case .verifying(let images): progress?.begin("verifying", total: images)
        }
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata) {
        logger.log(level: level, message, metadata: metadata)
    }

    private func metadata(
        image: ImageID, member: ProjectID? = nil, problem: Problem? = nil
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = names.withLock { $0 }.fields(image: image, member: member).mapValues {
            .string($0)
        }
        metadata["image.id"] = "\(image)"
        metadata["member.id"] = member.map { "\($0)" }
        if let problem {
            metadata["problem"] = "\(problem.message)"
            metadata["code"] = "\(problem.code.rawValue)"
            metadata["request.id"] = problem.requestID.map { "\($0)" }
        }
        return metadata
    }
}
