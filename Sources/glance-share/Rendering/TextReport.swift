import ImageSharing
import Text

/// A report for a person: grouped by image, what several images have in common once, counts at the end, long lists folded.
struct TextReport {
    /// The amount of detail.
    enum Detail {
        /// Only what needs attention and the counts; nothing at all where nothing changes, so that cron sends no mail.
        case brief
        /// Changes and what needs attention; long lists folded.
        case normal
        /// Everything.
        case full
    }

    /// The most lines of a list before it is folded.
    static let longestList = 12
    /// The most sets that are named beside an image, unless everything is shown.
    static let mostSets = 3
    /// The most removals that are named in brief where they are left.
    static let mostLeft = 5

    let report: Report
    let style: Style
    let detail: Detail
    /// The time before its end within which a membership is told of.
    var expiryNotice = Expiry.usualNotice

    /// The report, ending in a line break.
    func render() -> String {
        let warnings = Dictionary(grouping: report.warnings, by: \.image)
        if detail == .brief && report.verdict == .noChanges && warnings.isEmpty { return "" }
        let (common, contradictions) = (CommonProblems(report), Contradictions(report))
        var lines = opening
        var untried: [UntriedImage] = []
        var (inPlace, unknown, unread) = (0, 0, 0)
        let outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        for image in report.plan?.images ?? [] {
            let outcomes = outcomes[image.image] ?? []
            if !image.wasRead && !common.concerns(image.image) && common.own(of: image.image).isEmpty {
                unread += 1
            } else if let whole = UntriedImage(image, outcomes, common), detail != .full {
                untried.append(whole)
            } else {
                let section =
                    section(image, outcomes: outcomes, common: common, contradictions)
                    + (warnings[image.image] ?? []).flatMap(lines(for:))
                if !section.isEmpty {
                    lines += [heading(image)] + section.map { "  " + $0 } + [""]
                } else if !image.isWhole {
                    unknown += 1
                } else if !common.concerns(image.image) {
                    inPlace += 1
                }
            }
        }
        lines += self.lines(untried)
        for group in common.groups { lines += self.lines(for: group, outcomes: outcomes) + [""] }
        if unread > 0 {
            lines += [style(.attention, "! \(counted(unread, "image")) not looked at: the run ended before"), ""]
        }
        if inPlace > 0 && detail != .brief && report.plan?.images.count != inPlace {
            lines += [style(.faint, "= \(counted(inPlace, "more image")) as wanted (-v shows all)"), ""]
        }
        if unknown > 0 && detail != .brief {
            let images = counted(unknown, "more image")
            lines += [style(.attention, "? \(images), of which not all who shall have it could be looked up"), ""]
        }
        let lookups = LookupProblems(report)
        for problem in report.problems where problem.image == nil && !lookups.contains(problem) {
            lines += self.lines(for: problem) + [""]
        }
        for group in lookups.groups { lines += self.lines(for: group) + [""] }
        lines += setLines + offerLines
        lines += expiringLines + leftInBrief
        lines += ending
        return lines.joined(separator: "\n") + "\n"
    }

    /// The last lines, where a person looks first.
    private var ending: [String] {
        var lines: [String] = []
        if let objection = report.objection {
            lines.append(style(.bad, "! apply would refuse this plan: \(objection.message.escapedForDisplay)"))
            if let hint = objection.hint { lines.append("  → " + hint.escapedForDisplay) }
            lines.append("")
        }
        if let left = ResultText.removalsLeft(report) { lines += [style(.bad, "! \(left)"), ""] }
        if let cloud = report.cloud {
            lines.append(style(.faint, ResultText.sentence(cloud) { $0.escapedForDisplay }))
        }
        if report.plan != nil { lines.append(style(.heading, ResultText.headline(report))) }
        return lines
    }

    /// The lines about a problem.
    func lines(for problem: Problem) -> [String] {
        var lines = [style(.bad, "! " + ResultText.description(of: problem).escapedForDisplay)]
        if let hint = problem.hint { lines.append("  → " + hint.escapedForDisplay) }
        if let request = problem.requestID { lines.append(style(.faint, "  request " + request.escapedForDisplay)) }
        return lines
    }

    private func lines(for warning: Warning) -> [String] {
        [
            style(.attention, "! \(warning.code.rawValue): \(warning.message)".escapedForDisplay),
            "  → " + warning.hint.escapedForDisplay,
        ]
    }

    /// The lines of a list, as many as are shown, and how many there are besides.
    ///
    /// - Parameters:
    ///   - items: the list.
    ///   - role: what the line that counts the others stands for.
    ///   - what: a word on the others, beginning with a space.
    ///   - line: the line of one.
    /// - Returns: the lines.
    func folded<Item>(
        _ items: [Item], as role: Style.Role = .faint, _ what: String = "", line: (Item) -> String
    ) -> [String] {
        // One line more costs no more room than the line that would speak of it.
        guard detail != .full, items.count > Self.longestList + 1 else { return items.map(line) }
        let rest = items.count - Self.longestList
        return items.prefix(Self.longestList).map(line) + [style(role, "  … and \(rest) more\(what) (-v shows all)")]
    }

    /// A line of a manifest.
    func shown(_ source: SourceLocation) -> String {
        "\(source.file.escapedForDisplay):\(source.line)"
    }
}
