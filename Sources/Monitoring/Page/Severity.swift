import Daemon
import ImageSharing

/// The urgency of something; each has a mark and words of its own, so that nothing is said by colour alone.
enum Severity: String, CaseIterable {
    case good
    case busy
    case attention
    case bad

    /// A mark that looks different for each.
    var mark: String {
        switch self {
        case .good: "✓"
        case .busy: "…"
        case .attention: "!"
        case .bad: "✕"
        }
    }

    /// A small label with the mark and the colour.
    func badge(_ label: String) -> Markup {
        "<span class=\"badge \(rawValue)\"><span aria-hidden=\"true\">\(mark)</span> \(label)</span>"
    }

    /// A picture for the browser's tab.
    var icon: Markup {
        let (colour, path) =
            switch self {
            case .good: ("1a7f37", "M4 8.5l3 3 5-6.5")
            case .busy: ("0969da", "M4 8h.1M8 8h.1M12 8h.1")
            case .attention: ("9a6700", "M8 3.5v5M8 12h.1")
            case .bad: ("c9252d", "M5 5l6 6M11 5l-6 6")
            }
        return """
            data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' \
            r='8' fill='%23\(Markup(trusted: colour))'/%3E%3Cpath d='\(Markup(trusted: path))' fill='none' \
            stroke='white' stroke-width='2.2' stroke-linecap='round'/%3E%3C/svg%3E
            """
    }
}

extension ImageStatus {
    /// The urgency of the image: nothing is worse than somebody who has it and must not.
    var severity: Severity { removals.isEmpty ? state.severity : .bad }
}

extension ImageStatus.State {
    /// The urgency of an image in this state.
    var severity: Severity {
        switch self {
        case .inSync: .good
        case .unknown: .busy
        case .missing, .unreadable, .unfinished: .attention
        case .backedOff: .bad
        }
    }
}

extension Report.Verdict {
    /// The urgency of a run that went so.
    var severity: Severity {
        switch self {
        case .noChanges, .applied: .good
        case .changes: .busy
        case .partial, .refused: .attention
        case .failed: .bad
        }
    }
}

extension Severity: Comparable {
    /// The less urgent one first.
    static func < (one: Severity, other: Severity) -> Bool { one.place < other.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
