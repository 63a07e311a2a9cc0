import ImageSharing

/// A report for a person: grouped by image, counts at the end, long lists folded.
struct TextReport {
    /// How much is shown.
    enum Detail {
        /// Only what needs attention and the counts; nothing at all where nothing changes, so that cron sends no mail.
        case brief
        /// Changes and what needs attention; long lists folded.
        case normal
        /// Everything.
        case full
    }

    private static let longestList = 12
    private static let longestRepetition = 3

    let report: Report
    let style: Style
    let detail: Detail

    /// The report, ending in a line break.
    func render() -> String {
        let warnings = Dictionary(grouping: report.warnings, by: \.image)
        if detail == .brief && report.verdict == .noChanges && warnings.isEmpty { return "" }
        var lines: [String] = []
        let outcomes = Dictionary(grouping: report.execution?.outcomes ?? [], by: \.image)
        let problems = Dictionary(grouping: report.problems, by: \.image)
        var repeated: [String: Int] = [:]
        var inPlace = 0
        var unread = 0
        for image in report.plan?.images ?? [] {
            if !image.wasRead && image.problem == nil {
                unread += 1
                continue
            }
            let section =
                section(image, outcomes: outcomes[image.image] ?? [], problems: problems[image.image] ?? [])
                + (warnings[image.image] ?? []).flatMap(lines(for:))
            guard !section.isEmpty else {
                inPlace += 1
                continue
            }
            if let problem = image.problem, detail != .full {
                repeated[problem.message, default: 0] += 1
                if repeated[problem.message, default: 0] > Self.longestRepetition { continue }
            }
            lines += [heading(image)] + section.map { "  " + $0 } + [""]
        }
        for (message, count) in repeated.sorted(by: { $0.key < $1.key }) where count > Self.longestRepetition {
            let more = counted(count - Self.longestRepetition, "more image")
            lines += [style(.bad, "! \(more): \(message.escapedForDisplay)") + style(.faint, " (-v shows them)"), ""]
        }
        if unread > 0 {
            lines += [style(.attention, "! \(counted(unread, "image")) not looked at: the run ended before"), ""]
        }
        if inPlace > 0 && detail != .brief && report.plan?.images.count != inPlace {
            lines += [style(.faint, "= \(counted(inPlace, "more image")) as wanted (-v shows all)"), ""]
        }
        for problem in problems[nil] ?? [] { lines += self.lines(for: problem) + [""] }
        if report.plan != nil { lines.append(style(.heading, ResultText.headline(report))) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func heading(_ image: ImagePlan) -> String {
        style(.heading, image.image.description) + "  " + style(.faint, shown(image.source))
    }

    private func section(_ image: ImagePlan, outcomes: [Outcome], problems: [Problem]) -> [String] {
        var lines = report.execution == nil ? planned(image) : done(outcomes)
        if detail != .brief {
            if image.unchangedCount > 0 && (detail == .full || !lines.isEmpty) {
                lines.append(style(.faint, "= \(image.unchangedCount) in place"))
            }
            lines += folded(image.unmanaged) { member in
                let status = member.status.rawValue.escapedForDisplay
                return style(.attention, "? \(member.project.description.escapedForDisplay)")
                    + style(.faint, "  \(status); not in the manifest, left alone")
            }
        }
        // The members' problems often are one problem: what a person needs is each text once.
        var said: Set<String> = []
        for problem in problems where said.insert(problem.message).inserted { lines += self.lines(for: problem) }
        return lines
    }

    private func planned(_ image: ImagePlan) -> [String] {
        guard detail != .brief else { return [] }
        return folded(image.additions) { member in
            style(.good, "+ \(member.project)") + style(.faint, "  \(shown(member.source))")
        }
    }

    private func done(_ outcomes: [Outcome]) -> [String] {
        let shown = detail == .brief ? outcomes.filter { $0.result == .failed || $0.result == .skipped } : outcomes
        return folded(shown) { outcome in
            let member = outcome.member.project
            let source = style(.faint, "  \(self.shown(outcome.member.source))")
            return switch outcome.result {
            case .created: style(.good, "+ \(member)  added") + source
            case .alreadyMember: style(.good, "= \(member)  there meanwhile") + source
            case .failed: style(.bad, "! \(member)  failed") + source
            case .skipped: style(.attention, "- \(member)  not tried") + source
            }
        }
    }

    private func lines(for problem: Problem) -> [String] {
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

    private func folded<Item>(_ items: [Item], line: (Item) -> String) -> [String] {
        // One line more costs no more room than the line that would speak of it.
        guard detail != .full, items.count > Self.longestList + 1 else { return items.map(line) }
        let rest = items.count - Self.longestList
        return items.prefix(Self.longestList).map(line) + [style(.faint, "  … and \(rest) more (-v shows all)")]
    }

    private func shown(_ source: SourceLocation) -> String {
        "\(source.file.escapedForDisplay):\(source.line)"
    }
}
