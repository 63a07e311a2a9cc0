import Text

/// A line with its number, and a caret below one of its characters.
struct Snippet {
    /// The two lines, without a line break at the end.
    let text: String

    /// The most characters of the line that are shown.
    static let width = 100

    /// Shows the middle of a line.
    ///
    /// - Parameters:
    ///   - line: the line's number.
    ///   - before: what stands before the caret.
    ///   - after: what stands at and after the caret.
    init(line: Int, before: Substring, after: Substring) {
        let (left, right) = (before.unicodeScalars, after.unicodeScalars)
        // A third of what is shown lies before the caret, or more where little comes after it.
        let leftWidth = max(Self.width / 3, Self.width - right.count)
        let rightWidth = max(Self.width - Self.width / 3, Self.width - left.count)
        let shownBefore = (left.count > leftWidth ? "…" : "") + Self.shown(left.suffix(leftWidth))
        let shownAfter = Self.shown(right.prefix(rightWidth)) + (right.count > rightWidth ? "…" : "")

        let number = String(line)
        let gutter = String(repeating: " ", count: number.count)
        let indent = String(repeating: " ", count: shownBefore.displayWidth)
        text = "\(number) | \(shownBefore)\(shownAfter)\n\(gutter) | \(indent)^"
    }

    private static func shown(_ scalars: Substring.UnicodeScalarView) -> String {
        scalars.reduce(into: "") { $0 += $1.escapedForDisplay }
    }
}
