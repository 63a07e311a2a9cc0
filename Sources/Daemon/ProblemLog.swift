import ImageSharing
import Logging

/// A memory of the problems that were logged, so that one that stays is logged once, and once more when it ends.
struct ProblemLog: Sendable {
    private struct Key: Hashable {
        let code: ProblemCode
        let image: ImageID?
        let member: ProjectID?

        init(_ problem: Problem) {
            code = problem.code
            // What ails the cloud is one problem, however many images meet it; a full image is full for every member.
            image = code.isAboutTheImage ? problem.image : nil
            member = code == .memberRejected ? problem.member : nil
        }
    }

    /// A problem, and the images and members that it concerns.
    struct Entry: Equatable, Sendable {
        /// The problem as it was first met.
        let problem: Problem
        /// The number of ticks in which it was met.
        var ticks = 1
        /// The images that have it, as far as is known.
        var images: Set<ImageID> = []
        /// The images that have had it since it was first met.
        var everyImage: Set<ImageID> = []
        /// The members that could not be added because of it.
        var members: Set<ProjectID> = []
        /// The names of the image and the member that the problem was first met with.
        let names: Logger.Metadata

        init(_ problem: Problem, names: KnownNames) {
            self.problem = problem
            self.names = names.fields(image: problem.image, member: problem.member).mapValues { .string($0) }
        }
    }

    private var open: [Key: Entry] = [:]

    /// Records a tick.
    ///
    /// - Parameters:
    ///   - report: the tick's report.
    ///   - images: the images that it was about; a problem of the whole run concerns all of them.
    /// - Returns: the problems that are new, and those that have ended.
    mutating func record(_ report: Report, of images: [ImageID]) -> (new: [Entry], ended: [Entry]) {
        var met: [Key: Entry] = [:]
        let names = report.problems.isEmpty ? KnownNames() : KnownNames(report.plan)
        // What is found out by looking up has a memory of its own: it is of no tick.
        let lookups = Set(report.plan?.lookupProblems ?? [])
        for problem in report.problems where problem.rows == nil && !lookups.contains(problem) {
            var entry = met[Key(problem)] ?? Entry(problem, names: names)
            entry.images.formUnion(problem.image.map { [$0] } ?? images)
            entry.everyImage = entry.images
            if let member = problem.member { entry.members.insert(member) }
            met[Key(problem)] = entry
        }
        for (key, entry) in met {
            guard var known = open[key] else { continue }
            known.ticks += 1
            known.images.formUnion(entry.images)
            known.everyImage.formUnion(entry.images)
            known.members.formUnion(entry.members)
            open[key] = known
        }
        let new = met.filter { open[$0.key] == nil }
        open.merge(new) { known, _ in known }
        // What a tick that was told to stop has not met may be there all the same.
        let ended = report.wasInterrupted ? [] : close { key in report.settled.subtracting(met[key]?.images ?? []) }
        return (new.values.sorted { $0.problem < $1.problem }, ended)
    }

    /// Forgets images that the manifest no longer names.
    ///
    /// - Returns: the problems that have ended with them.
    mutating func forget(_ images: Set<ImageID>) -> [Entry] {
        images.isEmpty ? [] : close { _ in images }
    }

    /// Takes images out of problems, and closes those that no image has any more.
    private mutating func close(curing cured: (Key) -> Set<ImageID>) -> [Entry] {
        var ended: [Entry] = []
        for (key, entry) in open {
            let left = entry.images.subtracting(cured(key))
            guard left != entry.images else { continue }
            open[key]?.images = left
            if left.isEmpty {
                open[key] = nil
                ended.append(entry)
            }
        }
        return ended.sorted { $0.problem < $1.problem }
    }
}

extension Report {
    /// The images of which it is known how they stand: the cloud has said so, and no addition left untried without a reason of its own.
    fileprivate var settled: Set<ImageID> {
        let troubled = Set(problems.compactMap(\.image))
        let untried = Set((execution?.outcomes ?? []).filter { $0.result == .skipped }.map(\.image))
        let images = (plan?.images ?? []).filter { image in
            image.problem?.code.isAboutTheImage == true
                || (image.wasRead && (troubled.contains(image.image) || !untried.contains(image.image)))
        }
        return Set(images.map(\.image))
    }
}
