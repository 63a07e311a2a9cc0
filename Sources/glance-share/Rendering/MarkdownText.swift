import ImageSharing
import Text

/// Pieces of Markdown in which nothing foreign is markup.
enum MarkdownText {
    /// A problem as a line of a list.
    ///
    /// - Parameters:
    ///   - problem: the problem.
    ///   - description: the manifest's text about its image.
    ///   - count: the number of those that it concerns, as text, where it stands for several.
    /// - Returns: Markdown that ends in a line break.
    static func line(_ problem: Problem, description: String? = nil, count: String? = nil) -> String {
        let about = [problem.image.map { image($0, description) }, problem.member.map { code($0) }].compactMap { $0 }
        let place = problem.source.map { " at \(code("\($0.file):\($0.line):\($0.column)"))" } ?? ""
        let hint = problem.hint.map { " → \(code($0))" } ?? ""
        let request = problem.requestID.map { " (request \(code($0)))" } ?? ""
        let subject = (about + (count.map { [$0] } ?? [])).joined(separator: " · ") + place
        return
            "- \(subject.isEmpty ? "" : subject + ": ")\(code(ResultText.description(of: problem)))\(hint)\(request)\n"
    }

    /// A warning, and the manifest's text about its image, as a line of a list.
    static func line(_ warning: Warning, description: String?) -> String {
        "- \(image(warning.image, description)) · \(code(warning.member)): \(code(warning.message)) → \(code(warning.hint))\n"
    }

    /// An image's ID, and the manifest's text about it.
    static func image(_ id: ImageID, _ description: String?) -> String {
        code(id) + (description.map { " (\(code($0.onOneLine())))" } ?? "")
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
    /// The images' descriptions, those that have one.
    var descriptions: [ImageID: String] {
        Dictionary(images.compactMap { image in image.description.map { (image.image, $0) } }) { first, _ in first }
    }
}
