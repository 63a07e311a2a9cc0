/// A place in a manifest.
package struct SourceLocation: Hashable, Sendable {
    /// The file's path as the user gave it, or `-` for standard input.
    package let file: String
    // Four bytes each: a manifest can hold a million locations.
    private let lineNumber: UInt32
    private let columnNumber: UInt32

    /// The line, counted from 1.
    package var line: Int { Int(lineNumber) }
    /// The column, counted from 1 in characters.
    package var column: Int { Int(columnNumber) }

    /// Makes a location; numbers that no file can reach are clamped.
    package init(file: String, line: Int, column: Int) {
        self.file = file
        lineNumber = UInt32(clamping: line)
        columnNumber = UInt32(clamping: column)
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`, which editors and terminals turn into a link.
    package var description: String { "\(file):\(line):\(column)" }
}

extension SourceLocation: Comparable {
    /// By file, then line and column.
    package static func < (one: SourceLocation, other: SourceLocation) -> Bool {
        (one.file, one.lineNumber, one.columnNumber) < (other.file, other.lineNumber, other.columnNumber)
    }
}
