import ImageSharing
import Text

/// Pieces of Markdown in which nothing foreign is markup.
enum MarkdownText {
    /// A problem as a line of a list.
    ///
    /// - Parameters:
    ///   - problem: the problem.
    ///   - label: the text by which a person knows its image.
    ///   - name: the name of its member, where one is known.
    ///   - count: the number of those that it concerns, as text, where it stands for several.
    /// - Returns: Markdown that ends in a line break.
    static func line(
        _ problem: Problem, label: String? = nil, name: String? = nil, count: String? = nil
    ) -> String {
        let about = [problem.image.map { image($0, label) }, problem.member.map { project($0, name) }].compactMap { $0 }
        let place = problem.source.map { " at \(code("\($0.file):\($0.line):\($0.column)"))" } ?? ""
        let hint = problem.hint.map { " → \(code($0))" } ?? ""
        let request = problem.requestID.map { " (request \(code($0)))" } ?? ""
        let subject = (about + (count.map { [$0] } ?? [])).joined(separator: " · ") + place
        return
            "- \(subject.isEmpty ? "" : subject + ": ")\(code(ResultText.description(of: problem)))\(hint)\(request)\n"
    }

    /// A warning, the text by which a person knows its image, and its member's name, as a line of a list.
    static func line(_ warning: Warning, label: String?, name: String?) -> String {
        let about = "\(image(warning.image, label)) · \(project(warning.member, name))"
        return "- \(about): \(code(warning.message)) → \(code(warning.hint))\n"
    }

    /// The result of a change, with the remark that a second look does not bear it out.
    static func result(_ outcome: Outcome, _ contradictions: Contradictions) -> String {
        let result = outcome.result.rawValue.replacing("_", with: " ")
        return contradictions.remark(on: outcome).map { "**\(result), and \($0)**" } ?? result
    }

    /// An image's ID, and the text by which a person knows it.
    static func image(_ id: ImageID, _ label: String?) -> String { known(id, label) }

    /// A project's ID, and its name where one is known.
    static func project(_ id: ProjectID, _ name: String?) -> String { known(id, name) }

    private static func known(_ id: some CustomStringConvertible, _ label: String?) -> String {
        code(id) + (label.map { " (\(code($0.onOneLine())))" } ?? "")
    }

    /// Foreign text as a code span, in which Markdown means nothing and nobody is mentioned (CommonMark 0.31, 6.1).
    static func code(_ value: some CustomStringConvertible) -> String {
        // By scalars: to Markdown a backtick is one, whatever mark follows it. A table ends its cells at a bar even
        // within code, so bars become a look-alike.
        let scalars = value.description.escapedForDisplay.unicodeScalars.map { $0 == "|" ? "\u{2502}" : $0 }
        let longest = scalars.split(omittingEmptySubsequences: false) { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let isPadded = scalars.isEmpty || scalars.first == "`" || scalars.last == "`"
        let padding = isPadded ? " " : ""
        return fence + padding + String(String.UnicodeScalarView(scalars)) + padding + fence
    }
}

extension Plan {
    /// The texts by which a person knows the images, those that have one.
    var labels: [ImageID: String] {
        Dictionary(images.compactMap { image in image.label.map { (image.image, $0) } }) { first, _ in first }
    }
}
