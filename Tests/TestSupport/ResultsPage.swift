import FoundationEssentials

/// The article that promises names to scripts, read so that tests can compare it with those that the program uses.
package struct ResultsPage {
    /// Why the page is not what a test expects.
    package struct Missing: Error {
        let heading: String
    }

    private let sections: [Substring]

    /// Reads the page of this package.
    package init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = root.appending(path: "Sources/glance-share/Documentation.docc/Results.md")
        sections = String(decoding: try Data(contentsOf: page), as: UTF8.self).split(separator: "\n#")
    }

    /// Reads the tables below a heading and before the next.
    ///
    /// - Parameter heading: the heading.
    /// - Returns: the cells of each row, without the rows that head a table.
    /// - Throws: `Missing` where the page has no such heading, or no table below it.
    package func rows(under heading: String) throws -> [[String]] {
        let section = sections.first { section in
            section.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " } == heading
        }
        let lines = (section ?? "").split(separator: "\n").filter { $0.hasPrefix("|") }
        let rows = lines.enumerated().filter { index, line in
            let isHead = lines.dropFirst(index + 1).first?.hasPrefix("|---") == true
            return !isHead && !line.hasPrefix("|---")
        }
        guard !rows.isEmpty else { throw Missing(heading: heading) }
        return rows.map { _, line in
            line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    /// Reads the first cells of the tables below a heading.
    ///
    /// - Parameter heading: the heading.
    /// - Returns: each name in them.
    /// - Throws: `Missing` where the page has no such heading, or no table below it.
    package func names(under heading: String) throws -> [String] {
        try rows(under: heading).flatMap { row in Self.names(in: row.first ?? "") }
    }

    /// Each text between back-quotes.
    package static func names(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { index, _ in index.isMultiple(of: 2) == false }
            .map { _, name in String(name) }
    }
}
