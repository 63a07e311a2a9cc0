import ImageSharing

/// The problems of what the manifests name and could not be looked up, those with one remedy together.
struct LookupProblems {
    /// The problems that have code, status and remedy in common, in the order of the report.
    let groups: [[Problem]]
    private let problems: Set<Problem>

    /// Sorts a report's problems.
    init(_ report: Report) {
        problems = Set(report.plan?.lookupProblems ?? [])
        var (order, groups) = ([Cause](), [Cause: [Problem]]())
        for problem in report.problems where problem.image == nil && problems.contains(problem) {
            let cause = Cause(code: problem.code, httpStatus: problem.httpStatus, hint: problem.hint)
            if groups[cause] == nil { order.append(cause) }
            groups[cause, default: []].append(problem)
        }
        self.groups = order.compactMap { groups[$0] }
    }

    private struct Cause: Hashable {
        let code: ProblemCode
        let httpStatus: Int?
        let hint: String?
    }

    /// The number of problems.
    var count: Int { groups.reduce(0) { $0 + $1.count } }

    /// Returns true for a problem of a lookup.
    func contains(_ problem: Problem) -> Bool { problems.contains(problem) }
}
