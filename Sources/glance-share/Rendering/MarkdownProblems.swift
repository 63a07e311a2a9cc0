import ImageSharing
import Text

/// The problems of a report as a list: each cause once, with the images that it concerns.
struct MarkdownProblems {
    /// The most images, or lookups, of one cause that are listed: more would take the room of another.
    private static let mostImages = 30

    private let report: Report
    private let outcomes: [ImageID: [Outcome]]
    private let labels: [ImageID: String]
    private let projectNames: [ProjectID: String]
    private let lookups: LookupProblems

    init(_ report: Report) {
        self.report = report
        outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        labels = report.plan?.labels ?? [:]
        projectNames = report.plan?.projectNames ?? [:]
        lookups = LookupProblems(report)
    }

    /// The heading and a block a cause; none where there is no problem.
    var blocks: [String] {
        guard !report.problems.isEmpty else { return [] }
        let others = report.problems.filter { !lookups.contains($0) }
        return ["\n#### Problems\n\n"] + lookups.groups.map(block) + ProblemGroup.groups(of: others).map(block)
    }

    /// The lookups in vain that have one remedy: it stands above the list of them.
    private func block(_ lookups: [Problem]) -> String {
        let hint = lookups.first?.hint.map { " → \(MarkdownText.code($0))" } ?? ""
        guard lookups.count > 1, let first = lookups.first else {
            return lookups.map { "- \(line($0, ResultText.description(of: $0), hint: hint))\n" }.joined()
        }
        var lines = lookups.prefix(Self.mostImages).map { "  - \(line($0, $0.message))\n" }
        if lookups.count > Self.mostImages { lines.append("  - … and \(lookups.count - Self.mostImages) more\n") }
        let code = MarkdownText.code(ResultText.code(of: first))
        return "- \(counted(lookups.count, "lookup")) in vain: \(code)\(hint)\n" + lines.joined()
    }

    private func line(_ lookup: Problem, _ sentence: String, hint: String = "") -> String {
        let place = lookup.source.map { "\(MarkdownText.code("\($0.file):\($0.line):\($0.column)")): " } ?? ""
        let concern = ResultText.concern(of: lookup).map { ", \($0)" } ?? ""
        let request = lookup.requestID.map { " (request \(MarkdownText.code($0)))" } ?? ""
        return "\(place)\(MarkdownText.code(sentence))\(concern)\(hint)\(request)"
    }

    private func block(_ group: ProblemGroup) -> String {
        let images = group.images
        let label = images.first.flatMap { labels[$0] }
        guard group.problems.count > 1 else {
            let problem = group.problems[0]
            return MarkdownText.line(problem, label: label, name: problem.member.flatMap { projectNames[$0] })
        }
        guard images.count > 1 else {
            // One image, whose members meet the same.
            var problem = group.cause
            (problem.image, problem.requestID) = (images.first, group.problems[0].requestID)
            return MarkdownText.line(
                problem, label: label, count: counted(group.problems.count, "member"))
        }
        let requests = Dictionary(group.problems.map { ($0.image, $0.requestID) }) { first, _ in first }
        var lines = images.prefix(Self.mostImages).map { image in
            let shortfall = ResultText.shortfall(outcomes[image] ?? []).map { ": \($0)" } ?? ""
            let request = (requests[image] ?? nil).map { " (request \(MarkdownText.code($0)))" } ?? ""
            return "  - \(MarkdownText.image(image, labels[image]))\(shortfall)\(request)\n"
        }
        if images.count > Self.mostImages { lines.append("  - … and \(images.count - Self.mostImages) more\n") }
        let count = counted(images.count, "image")
        return MarkdownText.line(group.cause, count: count) + "  <details><summary>The \(count)</summary>\n\n"
            + lines.joined() + "\n  </details>\n"
    }
}
