import ImageSharing
import Text

/// A report for a merge request's comment, in which nothing is markup but its own.
struct MarkdownReport {
    let report: Report
    /// The command that was run: `plan`, `apply` or `accept`.
    let command: String
    /// The time before its end within which a membership is told of.
    var expiryNotice = Expiry.usualNotice

    /// The Markdown, ending in a line break.
    func render() -> String {
        let terms = MarkdownTerms(report, expiryNotice: expiryNotice)
        return MarkdownPage(
            head: head, first: terms.removals,
            blocks: MissingFiles.markdown(report.missingFiles) + MarkdownProblems(report).blocks + warnings
                + MarkdownSets(report).blocks
                + MarkdownOffers(report).blocks,
            tables: [changes, terms.acceptances, terms.held, terms.declined, terms.expiring, unmanaged],
            omittedProblems: report.omittedProblems
        ).render()
    }

    /// The title, which is all that a list of comments shows: it says so where members are removed.
    private var title: String {
        let summary = report.summary
        let command = command + (report.shard.map { ", \($0.words)" } ?? "")
        guard summary.remove > 0 else { return "glance-share \(command)" }
        let removals =
            report.execution == nil
            ? "\(counted(summary.remove, "member")) to remove" : "\(counted(summary.removed, "member")) removed"
        return "glance-share \(command): \(removals)"
    }

    private var head: String {
        let headline =
            report.plan == nil
            ? "**\(report.wasInterrupted ? "Interrupted" : "Failed")**, before there was a plan."
            : "**\(ResultText.headline(report))**"
        var head = "### \(title)\n\n\(headline)\n"
        if let cloud = report.cloud {
            head += "\n\(ResultText.sentence(cloud) { MarkdownText.code($0) })\n"
        }
        if let objection = report.objection {
            let hint = objection.hint.map { " → \(MarkdownText.code($0))" } ?? ""
            head += "\n**Apply would refuse this plan**: \(MarkdownText.code(objection.message))\(hint)\n"
        }
        if let left = ResultText.removalsLeft(report) {
            head += "\n**\(left.prefix(1).uppercased() + left.dropFirst())**\n"
        }
        return head
    }

    private var warnings: [String] {
        guard !report.warnings.isEmpty else { return [] }
        let labels = report.plan?.labels ?? [:]
        return ["\n#### Warnings\n\n"]
            + report.warnings.map {
                MarkdownText.line($0, label: labels[$0.image], name: report.plan?.projectNames[$0.member])
            }
    }

    private var changes: MarkdownTable {
        guard let execution = report.execution else {
            let images = (report.plan?.images ?? []).filter { !$0.additions.isEmpty }
            return MarkdownTable(
                title: "Members", columns: ["Project", "Asked for at"],
                images: images.map { image in
                    let count = image.additions.count
                    return .init(
                        image: image.image, label: image.label, sum: "\(count) to add", count: count
                    ) { MarkdownTerms.cells(image.additions[$0], of: image, project) }
                }
            )
        }
        let contradictions = Contradictions(report)
        let additions = execution.outcomes.filter { $0.change.action == .add }
        let outcomes = Dictionary(grouping: additions, by: \.image).sorted { $0.key < $1.key }
        let plans = Dictionary((report.plan?.images ?? []).map { ($0.image, $0) }) { first, _ in first }
        return MarkdownTable(
            title: "Members", columns: ["Project", "Asked for at", "Result"],
            images: outcomes.map { image, outcomes in
                // What was not tried is a number: its rows would all say the same.
                let tried = outcomes.filter { $0.result != .skipped }
                let hasRest = tried.count < outcomes.count
                return .init(
                    image: image, label: plans[image]?.label, sum: sum(of: outcomes),
                    count: tried.count + (hasRest ? 1 : 0)
                ) { index in
                    guard index < tried.count else { return ["", "", "\(outcomes.count - tried.count) not tried"] }
                    return MarkdownTerms.cells(tried[index].member, of: plans[image], project) + [
                        MarkdownText.result(tried[index], contradictions)
                    ]
                }
            }
        )
    }

    private func sum(of outcomes: [Outcome]) -> String {
        let (created, there) = (
            outcomes.count { $0.result == .created }, outcomes.count { $0.result == .alreadyMember }
        )
        let parts = [
            created > 0 ? "\(created) added" : nil, there > 0 ? "\(there) there meanwhile" : nil,
            ResultText.shortfall(outcomes),
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    private var unmanaged: MarkdownTable {
        let images = (report.plan?.images ?? []).filter { !$0.unmanaged.isEmpty }
        return MarkdownTable(
            title: "Not in the manifest, left alone", columns: ["Project", "Status"],
            images: images.map { image in
                let members = image.unmanaged
                return .init(
                    image: image.image, label: image.label, sum: counted(members.count, "member"),
                    count: members.count
                ) {
                    [project(members[$0].project), MarkdownText.code(members[$0].status.rawValue)]
                }
            }
        )
    }

    private func project(_ id: ProjectID) -> String { MarkdownText.project(id, report.plan?.projectNames[id]) }
}
