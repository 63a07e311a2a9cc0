import FoundationEssentials
import Host
import ImageSharing
import Text

/// What is known of one image and one project, for a person.
struct PairText {
    let finding: PairFinding
    let style: Style

    /// The text, ending in a line break.
    func render() -> String {
        let name = { (name: String?) in name.map { "  " + $0.onOneLine().escapedForDisplay } ?? "" }
        var lines = [
            "Image    " + style(.heading, finding.image.description) + name(finding.imageName),
            "Project  " + style(.heading, finding.project.description.escapedForDisplay) + name(finding.projectName),
        ]
        lines += section("The manifest", manifest) + section("The cloud", cloud) + section("Apply", [action])
        if let trail = finding.trail {
            lines += section("The audit trail", self.lines(of: trail))
        }
        for problem in finding.problems {
            lines += ["", style(.bad, "! " + ResultText.description(of: problem).escapedForDisplay)]
            if let hint = problem.hint { lines.append("  → " + hint.escapedForDisplay) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        ["", title + ":"] + lines.map { "  " + $0 }
    }

    private var manifest: [String] {
        guard let (desired, _) = finding.wishes else { return ["does not name the image"] }
        let project = finding.project
        var lines: [String] = []
        let places = finding.places
        if !places.isEmpty { lines.append("asks for it in " + places.map(shown).joined(separator: ", ")) }
        if let terms = desired.terms.members[project], let sentence = terms.sentence {
            let isPast = terms.until?.isPast(at: finding.moment) == true
            lines.append(sentence.escapedForDisplay + (isPast ? "; that is past: the row counts as revoked" : ""))
        }
        if let revoked = desired.terms.revoked.first(where: { $0.project == project }) {
            lines.append("revokes it in \(shown(revoked.source))")
        }
        if desired.terms.undecided.contains(project) { lines.append("both asks for it and takes it away") }
        if lines.isEmpty {
            lines.append(
                desired.isWhole ? "does not ask for the project" : "is not known whole: a lookup has failed")
        }
        if let place = desired.terms.exclusive { lines.append("its list is exclusive, by \(shown(place))") }
        if desired.terms.accepts { lines.append("its members are accepted in their projects' place") }
        return lines
    }

    private var cloud: [String] {
        let owner =
            switch finding.ownership {
            case .own: "the image is this project's own"
            case .others(let owner?): "the image is project \(owner)'s"
            case .others(nil): "the image is nobody's"
            case .unknown: "whose image it is, is not known"
            }
        guard let rows = finding.rows else { return ["the image's members are not known", owner.escapedForDisplay] }
        let members = rows.map { row in
            "a member, \(row.status.rawValue)" + (row.since.map { " since \($0)" } ?? "")
        }
        return (members.isEmpty ? ["no member"] : members).map(\.escapedForDisplay) + [owner.escapedForDisplay]
    }

    private var action: String {
        switch finding.action {
        case .notAsked: "does nothing: it is not about the image"
        case .notRead: "does nothing: the image's members are not known"
        case .remove: style(.bad, "removes it, if --max-removals allows that")
        case .hold(let reason):
            style(.attention, "leaves it, although it is taken away: \(reason.sentence)")
        case .add(let isAccepted):
            style(.good, "adds it" + (isAccepted ? ", and accepts the image in its place" : ""))
        case .accept: style(.attention, "accepts the image in its place")
        case .none: "does nothing"
        }
    }

    private func lines(of trail: AuditSearch) -> [String] {
        let unreadable = trail.unreadableCount
        return (trail.records.isEmpty ? ["no line about the two"] : trail.records.map(line))
            + (unreadable == 0
                ? [] : [style(.attention, "! \(counted(unreadable, "line")) of the file could not be read")])
    }

    private func line(_ record: AuditRecord) -> String {
        let place = record.file.map { $0 + (record.line.map { ":\($0)" } ?? "") }
        let parts = [
            record.time, record.action ?? "add", record.outcome, record.cause, record.status, place,
            record.http_status.map { "HTTP \($0)" },
            record.request_id.map { "request \($0)" }, record.user.map { "by \($0)" },
        ]
        return parts.compactMap { $0 }.joined(separator: "  ").escapedForDisplay
    }

    private func shown(_ source: SourceLocation) -> String { "\(source.file.escapedForDisplay):\(source.line)" }
}
