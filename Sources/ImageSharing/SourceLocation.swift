/// A place in a manifest.
package struct SourceLocation: Hashable, Sendable {
    // Four bytes each: a manifest can hold a million locations.
    private let source: SourceFile
    private let lineNumber: UInt32
    private let columnNumber: UInt32

    /// The file's path as the user gave it, or `-` for standard input.
    package var file: String { source.name }
    /// The line, counted from 1.
    package var line: Int { Int(lineNumber) }
    /// The column, counted from 1 in characters.
    package var column: Int { Int(columnNumber) }

    /// Makes a location; numbers that no file can reach are clamped.
    package init(file: String, line: Int, column: Int) {
        self.init(in: SourceFile(file), line: line, column: column)
    }

    /// Makes one of many locations in a file.
    package init(in source: SourceFile, line: Int, column: Int) {
        self.source = source
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
        guard one.source == other.source else { return one.file < other.file }
        return (one.lineNumber, one.columnNumber) < (other.lineNumber, other.columnNumber)
    }
}
