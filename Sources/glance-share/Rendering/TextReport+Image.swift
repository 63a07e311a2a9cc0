import ImageSharing
import Text

/// The part of a text report that is about one image.
extension TextReport {
    /// The line above an image's section.
    func heading(_ image: ImagePlan) -> String {
        style(.heading, image.image.description) + description(of: image) + "  " + style(.faint, shown(image.source))
    }

    /// The text by which a person knows an image, and the sets that have found it, to stand behind its ID; nothing where
    /// there is none.
    func description(of image: ImagePlan) -> String {
        let label = image.label.map { "  " + $0.onOneLine().escapedForDisplay } ?? ""
        guard !image.sets.isEmpty else { return label }
        let shown = detail == .full ? image.sets : Array(image.sets.prefix(Self.mostSets))
        let rest = image.sets.count > shown.count ? " and \(image.sets.count - shown.count) more" : ""
        let sets = shown.map(\.escapedForDisplay).joined(separator: ", ") + rest
        return label + style(.faint, "  \(image.sets.count == 1 ? "set" : "sets") \(sets)")
    }

    /// A project's ID, and its name where one is known.
    func shown(_ project: ProjectID) -> String {
        let name = report.plan?.projectNames[project].map { "  " + $0.onOneLine().escapedForDisplay } ?? ""
        return project.description.escapedForDisplay + name
    }

    /// The line that asks for a member, in full detail also the number of further ones, and the member's terms.
    func source(of member: DesiredMember, in image: ImagePlan) -> String {
        let others = detail == .full ? image.otherSources[member.project]?.count ?? 0 : 0
        return "  \(shown(member.source))" + (others > 0 ? " (+\(others) more)" : "")
            + terms(of: member.project, in: image)
    }

    /// The lines about an image; none where nothing happened to it.
    ///
    /// What it has in common with other images is told of all of them together.
    func section(
        _ image: ImagePlan, outcomes: [Outcome], common: CommonProblems, _ contradictions: Contradictions
    ) -> [String] {
        var lines =
            report.execution == nil ? planned(image) : done(outcomes, of: image, common: common, contradictions)
        if detail != .brief {
            lines += held(of: image)
            if image.unchangedCount > 0 && (detail == .full || !lines.isEmpty) {
                lines.append(style(.faint, "= \(image.unchangedCount) in place"))
            }
            lines += folded(image.unmanaged) { member in
                let status = member.status.rawValue.escapedForDisplay
                return style(.attention, "? \(shown(member.project))")
                    + style(.faint, "  \(status); not in the manifest, left alone")
            }
            lines += declined(of: image)
        }
        // The members' problems often are one problem: what a person needs is each cause once.
        for group in common.own(of: image.image) { lines += self.lines(for: group.problems[0]) }
        return lines
    }

    private func planned(_ image: ImagePlan) -> [String] {
        guard detail != .brief else { return [] }
        return removals(of: image)
            + folded(image.additions) { member in
                style(.good, "+ \(shown(member.project))") + style(.faint, source(of: member, in: image))
            }
            + folded(image.acceptances) { member in
                style(.attention, "~ \(shown(member.project))  to accept")
                    + style(.faint, source(of: member, in: image))
            }
    }

    private func done(
        _ outcomes: [Outcome], of image: ImagePlan, common: CommonProblems, _ contradictions: Contradictions
    ) -> [String] {
        func line(_ outcome: Outcome) -> String { self.line(outcome, contradictions.remark(on: outcome), of: image) }
        let contradicted = outcomes.filter { contradictions.remark(on: $0) != nil }
        let outcomes = contradicted.isEmpty ? outcomes : outcomes.filter { contradictions.remark(on: $0) == nil }
        let removed = outcomes.filter { $0.result == .removed }
        if detail == .full {
            return (contradicted + removed).map(line) + outcomes.filter { $0.result != .removed }.map(line)
        }
        let present = outcomes.filter { $0.result == .created || $0.result == .alreadyMember }
        let accepted = outcomes.filter { $0.result == .accepted }
        let held = outcomes.filter { $0.result == .held }
        let failed = outcomes.filter { $0.result == .failed && !common.explains($0) }
        // Apart, so that no fold of what went well hides what did not.
        let done =
            folded(removed, as: .bad, " removed", line: line) + folded(present, line: line)
            + folded(accepted, line: line)
        let lines =
            folded(contradicted, as: .bad, line: line) + (detail == .brief ? [] : done) + folded(failed, line: line)
            + (detail == .brief ? [] : folded(held, as: .attention, " to remove, and left", line: line))
        // What a problem of several images has kept from being tried is counted where that is told.
        guard let untried = ResultText.untried(outcomes), !common.concerns(image.image) else { return lines }
        return lines + [style(.attention, "· \(untried)")]
    }

    private func line(_ outcome: Outcome, _ remark: String?, of image: ImagePlan) -> String {
        let member = shown(outcome.member.project)
        if let removal = outcome.change.removal { return line(removal, outcome.result, remark, of: image) }
        let text =
            switch outcome.result {
            case .created: marked(style(.good, "+ \(member)  added"), "! \(member)  added", remark)
            case .alreadyMember:
                marked(style(.good, "= \(member)  there meanwhile"), "! \(member)  there meanwhile", remark)
            case .accepted: style(.good, "~ \(member)  accepted")
            case .failed: style(.bad, "! \(member)  \(outcome.change.action == .accept ? "not accepted" : "failed")")
            case .removed, .held: style(.bad, "- \(member)  \(outcome.result.rawValue)")
            case .skipped: style(.attention, "· \(member)  not tried")
            }
        return text + style(.faint, source(of: outcome.member, in: image))
    }

    /// The words on a change: as they are, or marked with the remark that it is not borne out.
    func marked(_ text: String, _ plain: String, _ remark: String?) -> String {
        remark.map { style(.bad, "\(plain), and \($0)") } ?? text
    }
}
