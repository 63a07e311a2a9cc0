import ImageSharing
import Text

/// The tables on what the manifests take away, on what is accepted for others, and on what is about to end.
struct MarkdownTerms {
    private let report: Report
    private let expiryNotice: Duration
    private let outcomes: [ImageID: [Outcome]]
    private let contradictions: Contradictions

    init(_ report: Report, expiryNotice: Duration) {
        self.report = report
        self.expiryNotice = expiryNotice
        contradictions = Contradictions(report)
        let outcomes = (report.execution?.outcomes ?? []).filter { $0.change.action != .add }
        self.outcomes = Dictionary(grouping: outcomes, by: \.image)
    }

    /// The members to remove; under apply, each with what came of it.
    var removals: MarkdownTable {
        table(
            "To remove", ["Project", "Consumer's answer", "Taken away", "At"], of: \.removals, action: .remove
        ) { image, removal in
            cells(removal, of: image)
        }
    }

    /// The members to accept in their projects' place; under apply, each with what came of it.
    var acceptances: MarkdownTable {
        table("To accept", ["Project", "Asked for at"], of: \.acceptances, action: .accept) { image, member in
            Self.cells(member, of: image, project)
        }
    }

    /// The members that are left although the manifests' words would have them removed.
    var held: MarkdownTable {
        table(
            "Taken away, and left", ["Project", "Consumer's answer", "Taken away", "At", "Left because"], of: \.held
        ) { image, held in
            cells(held.removal, of: image) + [held.reason.sentence]
        }
    }

    /// The wanted members that have declined.
    var declined: MarkdownTable {
        table("Declined by the consumer", ["Project", "Consumer's answer"], of: \.declined) { _, member in
            [project(member.project), MarkdownText.code(ResultText.answer(member.status, since: member.since))]
        }
    }

    /// The memberships that end soon.
    var expiring: MarkdownTable {
        let entries = ExpiringMembers(report.plan, within: expiryNotice).entries
        let images = Dictionary(grouping: entries, by: \.image.image).sorted { $0.key < $1.key }
        return MarkdownTable(
            title: "Memberships that end soon", columns: ["Project", "Asked for at", "Ends"],
            images: images.map { id, entries in
                .init(
                    image: id, label: entries[0].image.label, sum: "\(entries.count) to end", count: entries.count
                ) { index in
                    let entry = entries[index]
                    return Self.cells(entry.member, of: entry.image, project) + [entry.sentence]
                }
            }
        )
    }

    /// The cells of a member that is asked for: the project, and where, with its terms.
    static func cells(
        _ member: DesiredMember, of image: ImagePlan?, _ project: (ProjectID) -> String
    ) -> [String] {
        let terms = image?.terms.members[member.project]?.sentence.map { ", \(MarkdownText.code($0))" } ?? ""
        return [project(member.project), MarkdownText.code("\(member.source.file):\(member.source.line)") + terms]
    }

    private func cells(_ removal: Removal, of image: ImagePlan) -> [String] {
        let source = removal.member.source
        let reason = image.terms.members[removal.member.project]?.reason.map {
            ", \(MarkdownText.code($0.onOneLine()))"
        }
        return [
            project(removal.member.project), MarkdownText.code(removal.answer),
            MarkdownText.code(removal.cause.sentence) + (reason ?? ""),
            MarkdownText.code("\(source.file):\(source.line)"),
        ]
    }

    private func project(_ id: ProjectID) -> String { MarkdownText.project(id, report.plan?.projectNames[id]) }

    /// A table of the images that have items of a kind.
    private func table<Item>(
        _ title: String, _ columns: [String], of items: (ImagePlan) -> [Item], action: Change.Action? = nil,
        cells: @escaping (ImagePlan, Item) -> [String]
    ) -> MarkdownTable {
        let results = report.execution == nil || action == nil ? nil : action
        return MarkdownTable(
            title: title, columns: columns + (results == nil ? [] : ["Result"]),
            images: (report.plan?.images ?? []).compactMap { image in
                let items = items(image)
                guard !items.isEmpty else { return nil }
                // A plan's outcomes are in its order.
                let outcomes = results.map { action in
                    (self.outcomes[image.image] ?? []).filter { $0.change.action == action }
                }
                return .init(
                    image: image.image, label: image.label, sum: sum(of: items.count, outcomes), count: items.count
                ) { index in
                    let cells = cells(image, items[index])
                    guard let outcomes else { return cells }
                    return cells + [index < outcomes.count ? result(outcomes[index]) : ""]
                }
            }
        )
    }

    private func sum(of count: Int, _ outcomes: [Outcome]?) -> String {
        guard let outcomes else { return counted(count, "member") }
        let removed = outcomes.count { $0.result == .removed }
        let accepted = outcomes.count { $0.result == .accepted }
        let parts = [
            removed > 0 ? "\(removed) removed" : nil, accepted > 0 ? "\(accepted) accepted" : nil,
            ResultText.shortfall(outcomes),
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    private func result(_ outcome: Outcome) -> String {
        switch outcome.result {
        case .held: "left: not allowed"
        case .skipped: "not tried"
        default: MarkdownText.result(outcome, contradictions)
        }
    }
}
