import ImageSharing
import Text

/// The parts of a text report that are about what the manifests take away, and what is about to end.
extension TextReport {
    /// The first lines: of which images it speaks, if not of all; and where members are removed, for whoever reads nothing
    /// else.
    var opening: [String] {
        var lines = report.shard.map { [style(.heading, ResultText.sentence($0)), ""] } ?? []
        if detail != .brief && report.summary.remove > 0 { lines += [style(.bad, ResultText.headline(report)), ""] }
        return lines
    }

    /// The lines about the members that are to be removed from an image.
    func removals(of image: ImagePlan) -> [String] {
        folded(image.removals, as: .bad, " to remove") { removal in
            style(.bad, "- \(shown(removal.member.project))") + "  " + account(of: removal, in: image)
        }
    }

    /// The lines about members that are left although the manifests' words would have them removed.
    func held(of image: ImagePlan) -> [String] {
        folded(image.held, as: .attention, " to remove, and left") { held in
            style(.attention, "· \(shown(held.removal.member.project))  left: \(held.reason.sentence)")
                + "; " + account(of: held.removal, in: image)
        }
    }

    /// In brief, the removals that are not carried out, the first few of all images; nothing else names them there.
    var leftInBrief: [String] {
        guard detail == .brief, let plan = report.plan else { return [] }
        let isLeft = report.verdict == .refused || report.objection != nil || report.removalsLeft != nil
        let outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        let left = plan.images.flatMap { image in
            let removals =
                isLeft
                ? image.removals
                : (outcomes[image.image] ?? []).filter { $0.result == .held }.compactMap(\.change.removal)
            return (removals + image.held.map(\.removal)).map { (image, $0) }
        }
        guard !left.isEmpty else { return [] }
        let lines = left.prefix(Self.mostLeft).map { image, removal in
            style(.bad, "- \(image.image)") + description(of: image) + "  \(shown(removal.member.project))  left; "
                + account(of: removal, in: image)
        }
        let rest = left.count - lines.count
        return lines + (rest > 0 ? [style(.bad, "  … and \(rest) more to remove, and left")] : []) + [""]
    }

    /// The lines about wanted members that have declined the image; in full detail, of any image.
    func declined(of image: ImagePlan) -> [String] {
        folded(detail == .full ? image.rejected : image.declined) { member in
            let status = ResultText.answer(member.status, since: member.since).escapedForDisplay
            return style(.attention, "? \(shown(member.project))")
                + style(.faint, "  \(status); declined by the consumer, left to it")
        }
    }

    /// The line about a removal that was carried out, or was not, with the remark that it is not borne out.
    func line(_ removal: Removal, _ result: Outcome.Result, _ remark: String?, of image: ImagePlan) -> String {
        let member = shown(removal.member.project)
        let text =
            switch result {
            case .held: style(.attention, "· \(member)  left: not allowed")
            case .skipped: style(.attention, "· \(member)  not tried")
            case .failed: style(.bad, "! \(member)  not removed")
            case .removed, .created, .alreadyMember, .accepted:
                marked(style(.bad, "- \(member)  removed"), "! \(member)  removed", remark)
            }
        return text + "; " + account(of: removal, in: image)
    }

    /// The memberships that end soon; none in brief.
    var expiringLines: [String] {
        let entries = detail == .brief ? [] : ExpiringMembers(report.plan, within: expiryNotice).entries
        guard !entries.isEmpty else { return [] }
        let lines = folded(entries, as: .attention) { entry in
            style(.attention, "\(shown(entry.member.project))  \(entry.sentence)")
                + "  " + style(.heading, entry.image.image.description) + description(of: entry.image)
                + style(.faint, source(of: entry.member, in: entry.image))
        }
        return ["Memberships that end soon:"] + lines.map { "  " + $0 } + [""]
    }

    /// The end of a membership and the reason for it, to stand behind its line; nothing where there is neither.
    func terms(of project: ProjectID, in image: ImagePlan) -> String {
        image.terms.members[project]?.sentence.map { "  " + $0.escapedForDisplay } ?? ""
    }

    /// The consumer's answer, and the words of the manifest that take it away: "accepted since 2026-10-02, revoked in
    /// sharing.yaml:9".
    private func account(of removal: Removal, in image: ImagePlan) -> String {
        let reason = image.terms.members[removal.member.project]?.reason.map { ", “\($0.onOneLine())”" } ?? ""
        let place = (removal.cause == .revoked ? " in " : ", ") + shown(removal.member.source)
        return "\(removal.answer), \(removal.cause.sentence)".escapedForDisplay + style(.faint, place)
            + reason.escapedForDisplay
    }
}
