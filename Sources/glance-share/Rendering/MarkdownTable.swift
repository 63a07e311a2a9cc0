import ImageSharing

/// A table of images and their members.
///
/// A short one shows each member. A long one shows a line an image with its sum, and below it, folded, as many members as
/// there is room for.
struct MarkdownTable {
    /// An image's part of a table.
    struct Entry {
        let image: ImageID
        /// The text by which a person knows the image.
        let label: String?
        /// The sum of its members, as text.
        let sum: String
        /// The number of its rows.
        let count: Int
        /// The cells of a row after the image's, by the row's index; Markdown.
        let cells: (Int) -> [String]
    }

    /// With more rows than this, nobody reads all of them before the sums.
    static let longest = 50

    let title: String
    /// The columns after the image's.
    let columns: [String]
    let images: [Entry]

    /// The number of its rows.
    var count: Int { images.reduce(0) { $0 + $1.count } }
    /// True if its members are folded below sums.
    var isFolded: Bool { count > Self.longest }

    /// The lines that are always shown, the heading first; each is shown whole or not at all.
    var blocks: [String] {
        guard !images.isEmpty else { return [] }
        let heading = "\n#### \(title)\n\n"
        guard isFolded else {
            let rows = images.flatMap { entry in (0..<entry.count).map { row(entry, $0) } }
            return [heading + Self.header(["Image"] + columns)] + rows
        }
        return [heading + Self.header(["Image", "Members"])]
            + images.map { "| \(MarkdownText.image($0.image, $0.label)) | \($0.sum) |\n" }
    }

    /// The folded rows, dealt out one an image in turn, so that no image takes the room of another.
    ///
    /// - Parameter room: the bytes that they may take.
    /// - Returns: the rows in the order of the images, with what folds them; empty where there is no room for any.
    func folded(room: Int) -> String {
        guard isFolded else { return "" }
        let header = Self.header(["Image"] + columns)
        // The summary's two numbers need room too.
        var left = room - header.utf8.count - 100
        var rows: [[String]] = images.map { _ in [] }
        var turn = 0
        var isDone = false
        while !isDone {
            isDone = true
            for (index, entry) in images.enumerated() where turn < entry.count {
                let row = row(entry, turn)
                left -= row.utf8.count
                guard left >= 0 else { break }
                rows[index].append(row)
                isDone = false
            }
            isDone = isDone || left < 0
            turn += 1
        }
        let shown = rows.reduce(0) { $0 + $1.count }
        guard shown > 0 else { return "" }
        let number = shown == count ? "\(count)" : "\(shown) of \(count), as many as fit"
        return "\n<details><summary>Each member (\(number))</summary>\n\n" + header + rows.joined().joined()
            + "\n</details>\n"
    }

    private func row(_ entry: Entry, _ index: Int) -> String {
        "| " + ([MarkdownText.image(entry.image, entry.label)] + entry.cells(index)).joined(separator: " | ")
            + " |\n"
    }

    private static func header(_ columns: [String]) -> String {
        "| " + columns.joined(separator: " | ") + " |\n|" + columns.map { _ in "---|" }.joined() + "\n"
    }
}
