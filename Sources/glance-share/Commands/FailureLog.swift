import ImageSharing
import Logging
import OpenStack
import Text

/// Logs what went wrong, where the result goes to a script or a file: a job's log is what a person opens first.
struct FailureLog {
    /// The most causes that are logged; the result has the others.
    private static let mostCauses = 20

    let logger: Logger

    /// Records what a report has found wrong, each cause once; nothing where all went well.
    func record(_ report: Report) {
        // Those of a manifest were printed with their lines.
        let mistakes = report.problems.count { $0.code == .manifestInvalid } + report.omittedProblems
        if mistakes > 0 { logger.error("\(counted(mistakes, "error")) in the manifest; the cloud was not asked") }
        let groups = ProblemGroup.groups(of: report.problems.filter { $0.code != .manifestInvalid })
        let names = KnownNames(report.plan)
        for group in groups.prefix(Self.mostCauses) {
            logger.error("\(group.cause.message)", metadata: metadata(group, names))
        }
        if groups.count > Self.mostCauses {
            logger.error("… and \(groups.count - Self.mostCauses) more problems: the result has them")
        }
        if let objection = report.objection {
            logger.warning("apply would refuse this plan: \(objection.message)", metadata: metadata(of: objection))
        }
        if let left = report.removalsLeft {
            logger.warning("apply would leave this: \(left.message)", metadata: metadata(of: left))
        }
    }

    private func metadata(_ group: ProblemGroup, _ names: KnownNames) -> Logger.Metadata {
        var metadata = metadata(of: group.problems[0])
        metadata["hint"] = group.cause.hint.map { "\($0)" }
        let images = group.images
        if let image = images.first, images.count == 1 {
            metadata["image.id"] = "\(image)"
            metadata.merge(names.fields(image: image).mapValues { .string($0) }) { known, _ in known }
        }
        if images.count > 1 { metadata["images"] = .stringConvertible(images.count) }
        return metadata
    }

    private func metadata(of problem: Problem) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["code": "\(problem.code.rawValue)"]
        metadata["hint"] = problem.hint.map { "\($0)" }
        metadata["rows"] = problem.rows.map { .stringConvertible($0) }
        metadata["request.id"] = problem.requestID.map { "\($0)" }
        return metadata
    }
}
