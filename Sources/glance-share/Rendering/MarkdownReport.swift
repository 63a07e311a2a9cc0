import ImageSharing

/// A report for a merge request's comment: it stays below the length that forges accept, and nothing in it is markup
/// but its own.
struct MarkdownReport {
    /// GitHub takes 65,536 characters and GitLab more; this leaves room for what a pipeline puts around it.
    static let longest = 60_000

    let report: Report
    /// The command that was run: `plan`, `apply` or `validate`.
    let command: String
    var longest = MarkdownReport.longest

    /// The Markdown, ending in a line break.
    func render() -> String {
        var text = "### glance-share \(command)\n\n"
        text += report.plan == nil ? "**Failed**, before there was a plan.\n" : "**\(ResultText.headline(report))**\n"
        var leftOut = 0
        // The line that counts what was left out needs room too.
        let room = longest - 100
        var length = text.utf8.count
        for block in blocks() {
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

    /// The lines after the headline, problems first: what is cut off must not be what went wrong.
    private func blocks() -> some Sequence<String> {
        var blocks: [String] = []
        if !report.problems.isEmpty {
            blocks.append("\n#### Problems\n\n")
            blocks += report.problems.map(MarkdownText.line)
        }
        let changes = changeLines()
        if !changes.isEmpty {
            let result = report.execution == nil ? "" : " Result |"
            blocks.append(
                "\n#### Members\n\n| Image | Project | Asked for at |\(result)\n|---|---|---|\(result.isEmpty ? "" : "---|")\n"
            )
            blocks += changes
        }
        let unmanaged = (report.plan?.images ?? []).flatMap { image in
            image.unmanaged.map {
                "| \(MarkdownText.code(image.image)) | \(MarkdownText.code($0.project)) | \(MarkdownText.code($0.status.rawValue)) |\n"
            }
        }
        if !unmanaged.isEmpty {
            blocks.append("\n#### Not in the manifest, left alone\n\n| Image | Project | Status |\n|---|---|---|\n")
            blocks += unmanaged
        }
        return blocks
    }

    private func changeLines() -> [String] {
        if let execution = report.execution {
            return execution.outcomes.map { outcome in
                row(outcome.image, outcome.member) + " \(outcome.result.rawValue.replacing("_", with: " ")) |\n"
            }
        }
        return (report.plan?.images ?? []).flatMap { image in image.additions.map { row(image.image, $0) + "\n" } }
    }

    private func row(_ image: ImageID, _ member: DesiredMember) -> String {
        "| \(MarkdownText.code(image)) | \(MarkdownText.code(member.project)) | \(MarkdownText.code("\(member.source.file):\(member.source.line)")) |"
    }
}
