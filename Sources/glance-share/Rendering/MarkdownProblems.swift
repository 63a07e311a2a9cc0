import ImageSharing
import Text

/// The problems of a report as a list: each cause once, with the images that it concerns.
struct MarkdownProblems {
    /// The most images of one cause that are listed: more would take the room of another.
    private static let mostImages = 30

    private let report: Report
    private let outcomes: [ImageID: [Outcome]]
    private let descriptions: [ImageID: String]

    init(_ report: Report) {
        self.report = report
        outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        descriptions = report.plan?.descriptions ?? [:]
    }

    /// The heading and a block a cause; none where there is no problem.
    var blocks: [String] {
        guard !report.problems.isEmpty else { return [] }
        return ["\n#### Problems\n\n"] + ProblemGroup.groups(of: report.problems).map(block)
    }

    private func block(_ group: ProblemGroup) -> String {
        let images = group.images
        let description = images.first.flatMap { descriptions[$0] }
        guard group.problems.count > 1 else { return MarkdownText.line(group.problems[0], description: description) }
        guard images.count > 1 else {
            // One image, whose members meet the same.
            var problem = group.cause
            (problem.image, problem.requestID) = (images.first, group.problems[0].requestID)
            return MarkdownText.line(
                problem, description: description, count: counted(group.problems.count, "member"))
        }
        let requests = Dictionary(group.problems.map { ($0.image, $0.requestID) }) { first, _ in first }
        var lines = images.prefix(Self.mostImages).map { image in
            let shortfall = ResultText.shortfall(outcomes[image] ?? []).map { ": \($0)" } ?? ""
            let request = (requests[image] ?? nil).map { " (request \(MarkdownText.code($0)))" } ?? ""
            return "  - \(MarkdownText.image(image, descriptions[image]))\(shortfall)\(request)\n"
        }
        if images.count > Self.mostImages { lines.append("  - … and \(images.count - Self.mostImages) more\n") }
        let count = counted(images.count, "image")
        return MarkdownText.line(group.cause, count: count) + "  <details><summary>The \(count)</summary>\n\n"
            + lines.joined() + "\n  </details>\n"
    }
}
