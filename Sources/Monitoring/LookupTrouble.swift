import Daemon
import ImageSharing

/// The trouble with what a manifest names: sets that find nothing, and lookups that were in vain.
struct LookupTrouble {
    /// The sets that find no image, and should.
    let emptySets: [ImageSetStatus]
    /// The problems of all other lookups, sorted, each once.
    let others: [Problem]

    /// Collects it from a status.
    init(_ status: DaemonStatus) {
        emptySets = status.imageSets.filter { $0.problem?.code == .imageSetEmpty }
        let all = Set(status.lookupProblems + status.imageSets.compactMap(\.problem))
        // A contradiction is the trouble of its image.
        others = all.subtracting(emptySets.compactMap(\.problem)).filter { $0.code != .membersContradictory }.sorted()
    }

    /// The number of lookups that were in vain.
    var count: Int { emptySets.count + others.count }

    /// Returns true for a problem that is part of the trouble.
    func contains(_ problem: Problem) -> Bool {
        others.contains(problem) || emptySets.contains { $0.problem == problem }
    }
}
