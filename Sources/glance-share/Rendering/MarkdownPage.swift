/// A page of Markdown for a merge request's comment: it stays below the length that forges accept.
struct MarkdownPage {
    /// GitHub takes 65,536 characters and GitLab more; this leaves room for what a pipeline puts around it.
    static let longest = 60_000

    /// The beginning of the page; always shown.
    let head: String
    /// A table that comes before everything else.
    var first: MarkdownTable?
    /// Headings and lines after that, what matters most first; each is shown whole or not at all.
    let blocks: [String]
    /// The blocks that come after it, the most important first.
    var tables: [MarkdownTable] = []
    /// The number of problems beyond those that the blocks and the JSON result have.
    var omittedProblems = 0

    /// The Markdown, ending in a line break.
    func render() -> String {
        // The line that counts what was left out needs room too.
        var room = Self.longest - 100 - head.utf8.count
        var leftOut = 0
        func fitting(_ blocks: [String]) -> String {
            var text = ""
            for block in blocks {
                if leftOut == 0 && block.utf8.count <= room {
                    text += block
                    room -= block.utf8.count
                } else {
                    leftOut += 1
                }
            }
            return text
        }
        var parts = [head]
        if let first {
            parts.append(fitting(first.blocks))
            // Half of the room is left for what went wrong.
            let members = leftOut == 0 ? first.folded(room: room / 2) : ""
            room -= members.utf8.count
            parts.append(members)
        }
        parts.append(fitting(blocks))
        // Every image's line comes before anybody's members.
        let lines = tables.map { fitting($0.blocks) }
        for (table, lines) in zip(tables, lines) {
            let members = leftOut == 0 ? table.folded(room: room) : ""
            room -= members.utf8.count
            parts += [lines, members]
        }
        let text = parts.joined()
        guard leftOut + omittedProblems > 0 else { return text }
        let rest = omittedProblems == 0 ? "all of them" : "\(leftOut) of them"
        return text + "\n\n_… and \(leftOut + omittedProblems) more lines left out; the JSON result has \(rest)._\n"
    }
}
