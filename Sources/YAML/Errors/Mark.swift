/// A place in a text.
package struct Mark: Hashable, Sendable {
    // Four bytes each: a document can hold a million of them.
    private let lineNumber: UInt32
    private let columnNumber: UInt32

    /// The line, counted from 1.
    package var line: Int { Int(lineNumber) }
    /// The column, counted from 1 in Unicode scalars, whatever the file's encoding.
    package var column: Int { Int(columnNumber) }

    /// Makes a mark; numbers that no text can reach are clamped.
    package init(line: Int, column: Int) {
        lineNumber = UInt32(clamping: line)
        columnNumber = UInt32(clamping: column)
    }

    /// The first character of a text.
    package static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable, CustomStringConvertible {
    /// The order of reading.
    package static func < (one: Mark, other: Mark) -> Bool {
        (one.lineNumber, one.columnNumber) < (other.lineNumber, other.columnNumber)
    }

    /// The place as text, for the middle of a sentence.
    package var description: String { "line \(line), column \(column)" }
}
