import ImageSharing
import Text

/// The sets of a report as a table: each with its match, and the images that it has found.
struct MarkdownSets {
    /// The most sets that are listed: more would take the room of the members.
    private static let mostSets = 30
    /// The most images of one set that are listed.
    private static let mostImages = 10

    private let sets: [ImageSetFinding]
    private let labels: [ImageID: String]

    init(_ report: Report) {
        sets = report.plan?.sets ?? []
        labels = sets.isEmpty ? [:] : report.plan?.labels ?? [:]
    }

    /// The heading and a block a set; none where there is no set.
    var blocks: [String] {
        guard !sets.isEmpty else { return [] }
        let head = "\n#### Image sets\n\n| Set | Match | Found |\n|---|---|---|\n"
        let rest = sets.count - Self.mostSets
        return [head] + sets.prefix(Self.mostSets).map(row) + (rest > 0 ? ["| … and \(rest) more |  |  |\n"] : [])
    }

    private func row(_ set: ImageSetFinding) -> String {
        let images = (set.images ?? []).prefix(Self.mostImages).map { MarkdownText.image($0, labels[$0]) }
        let rest = (set.images?.count ?? 0) - images.count
        let list = images.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        let found = ResultText.count(of: set) + (list.isEmpty ? "" : ": \(list)")
        let note = set.note.map { "; \(MarkdownText.code($0.onOneLine(limit: 300)))" } ?? ""
        return
            "| \(MarkdownText.code(set.name)) | \(MarkdownText.code(set.match.onOneLine(limit: 200))) | \(found)\(note) |\n"
    }
}
