import ImageSharing

/// A report for a merge request's comment, in which nothing is markup but its own.
struct MarkdownReport {
    let report: Report
    /// The command that was run: `plan` or `apply`.
    let command: String

    /// The Markdown, ending in a line break.
    func render() -> String {
        let headline =
            report.plan == nil
            ? "**\(report.wasInterrupted ? "Interrupted" : "Failed")**, before there was a plan."
            : "**\(ResultText.headline(report))**"
        return MarkdownPage(
            head: "### glance-share \(command)\n\n\(headline)\n", blocks: blocks(),
            omittedProblems: report.omittedProblems
        ).render()
    }

    /// The lines after the headline, problems first: what is cut off must not be what went wrong.
    private func blocks() -> [String] {
        var blocks: [String] = []
        if !report.problems.isEmpty {
            blocks.append("\n#### Problems\n\n")
            blocks += report.problems.map(MarkdownText.line)
        }
        if !report.warnings.isEmpty {
            blocks.append("\n#### Warnings\n\n")
            blocks += report.warnings.map(MarkdownText.line)
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
