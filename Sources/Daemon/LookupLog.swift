import ImageSharing

/// A memory of the lookups that were logged to be in vain.
struct LookupLog: Sendable {
    private var open: [Problem] = []

    /// Records the problems of a resolution.
    ///
    /// - Returns: those that are new, and those that have ended.
    mutating func record(_ problems: [Problem]) -> (new: [Problem], ended: [Problem]) {
        // How many rows it concerns, and by which request it was met, is not what is to be mended.
        func isSame(_ one: Problem, _ other: Problem) -> Bool {
            one.code == other.code && one.message == other.message && one.source == other.source
        }
        let new = problems.filter { problem in !open.contains { isSame($0, problem) } }
        let ended = open.filter { problem in !problems.contains { isSame($0, problem) } }
        open = problems
        return (new, ended)
    }
}
