import ImageSharing

/// Remembers which problems were told, so that one that stays is told once, and once more when it ends.
struct ProblemLog: Sendable {
    private struct Key: Hashable {
        let code: ProblemCode
        let image: ImageID?
        let member: ProjectID?
    }

    /// A problem that is there no more.
    struct Ended: Equatable, Sendable {
        /// The problem as it was first told.
        let problem: Problem
        /// In how many ticks it was met.
        let ticks: Int
    }

    private var open: [Key: Ended] = [:]

    /// Takes in the problems of a tick.
    ///
    /// - Parameters:
    ///   - problems: what was met.
    ///   - images: the images that the tick looked at; problems of others stay open.
    /// - Returns: the problems to tell, and those that have ended.
    mutating func update(_ problems: [Problem], lookedAt images: Set<ImageID>) -> (new: [Problem], ended: [Ended]) {
        var new: [Problem] = []
        var met: Set<Key> = []
        for problem in problems {
            let key = Key(code: problem.code, image: problem.image, member: problem.member)
            guard met.insert(key).inserted else { continue }
            if let known = open[key] {
                open[key] = Ended(problem: known.problem, ticks: known.ticks + 1)
            } else {
                open[key] = Ended(problem: problem, ticks: 1)
                new.append(problem)
            }
        }
        let over = open.filter { key, _ in !met.contains(key) && (key.image.map(images.contains) ?? true) }
        for key in over.keys { open[key] = nil }
        return (new, over.values.sorted { $0.problem < $1.problem })
    }
}
