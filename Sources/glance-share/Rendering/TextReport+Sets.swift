import ImageSharing
import Text

/// The parts of a text report that are about what the manifests name.
extension TextReport {
    /// The lines about lookups in vain that have one remedy: each with its place, and the remedy once.
    func lines(for lookups: [Problem]) -> [String] {
        let lines = folded(lookups) { problem in
            let parts = [
                problem.source.map { style(.faint, shown($0)) }, ResultText.concern(of: problem),
                problem.requestID.map { style(.faint, "request \($0.escapedForDisplay)") },
            ]
            let sentence = style(.bad, "! " + ResultText.description(of: problem).escapedForDisplay)
            return ([sentence] + parts.compactMap { $0 }).joined(separator: "  ")
        }
        return lines + (lookups.first?.hint.map { ["  → " + $0.escapedForDisplay] } ?? [])
    }

    /// The sets and what they have found; in brief only those that want attention.
    var setLines: [String] {
        let sets = (report.plan?.sets ?? []).filter { detail != .brief || $0.note != nil }
        guard !sets.isEmpty else { return [] }
        let lines = folded(sets) { set in
            let line = [
                style(.heading, set.name.escapedForDisplay), set.match.onOneLine(limit: 200).escapedForDisplay,
                style(
                    set.images?.isEmpty == false || set.elsewhere > 0 ? .good : .attention, ResultText.count(of: set)),
                style(.faint, shown(set.source)),
            ].joined(separator: "  ")
            return line
                + (set.note.map { "\n    " + style(.attention, $0.onOneLine(limit: 300).escapedForDisplay) } ?? "")
        }
        return ["Image sets:"] + lines.map { "  " + $0 } + [""]
    }
}
