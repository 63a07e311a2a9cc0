package import FoundationEssentials
package import ImageSharing

extension DaemonStatus {
    /// Records what the names, groups and sets of the manifest came to when they were looked up.
    ///
    /// - Parameters:
    ///   - desired: the desired state that came of it.
    ///   - now: the time; a set that finds the images that it found before keeps the time at which it began to.
    package mutating func record(resolved desired: DesiredState, at now: Date) {
        let before = Dictionary(imageSets.map { ($0.name, $0) }) { first, _ in first }
        // A list of images that could not be had is told of the first set, and concerns every one.
        let ofOneSet: [ProblemCode] = [.imageSetEmpty, .imageSetTooLarge, .tooManyRows, .imageNotFound]
        let ofAllSets = desired.problems.first { problem in
            !ofOneSet.contains(problem.code) && desired.sets.contains { $0.source == problem.source }
        }
        imageSets = desired.sets.map { finding in
            let known = before[finding.name].flatMap { $0.images == finding.images ? $0.since : nil }
            return ImageSetStatus(
                finding, since: finding.images == nil ? nil : known ?? now,
                problem: desired.problems.first { $0.source == finding.source }
                    ?? (finding.images == nil ? ofAllSets : nil))
        }
        projectNames = desired.projectNames
        lookupProblems = desired.problems
        // A list of offers that could not be had says nothing of them.
        if desired.problems.isEmpty { untrusted = desired.untrusted }
    }
}
