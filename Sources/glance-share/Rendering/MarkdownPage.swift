/// A page of Markdown for a merge request's comment: it stays below the length that forges accept.
struct MarkdownPage {
    /// GitHub takes 65,536 characters and GitLab more; this leaves room for what a pipeline puts around it.
    static let longest = 60_000

    /// What the page begins with; always shown.
    let head: String
    /// Headings and lines after that, what matters most first; each is shown whole or not at all.
    let blocks: [String]

    /// The Markdown, ending in a line break.
    func render() -> String {
        var text = head
        var leftOut = 0
        // The line that counts what was left out needs room too.
        let room = Self.longest - 100
        var length = text.utf8.count
        for block in blocks {
            if leftOut == 0 && length + block.utf8.count <= room {
                text += block
                length += block.utf8.count
            } else {
                leftOut += 1
            }
        }
        if leftOut > 0 { text += "\n\n_… and \(leftOut) more lines left out; the JSON result has all of them._\n" }
        return text
    }
}
