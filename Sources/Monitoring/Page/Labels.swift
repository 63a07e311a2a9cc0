import Daemon
import ImageSharing

extension ImageStatus.State {
    /// The state in a person's words.
    var label: String {
        switch self {
        case .inSync: "in sync"
        case .unknown: "not looked at yet"
        case .missing: "members missing"
        case .backedOff: "backed off"
        case .unreadable: "not readable"
        }
    }
}

extension MemberStanding {
    /// The standing in a person's words.
    var label: String {
        switch self {
        case .present: "has it"
        case .missing: "missing"
        case .unmanaged: "unmanaged"
        case .notChecked: "not looked at yet"
        }
    }

    /// A mark for a cell of the table.
    var mark: String {
        switch self {
        case .present: "●"
        case .missing: "✕"
        case .unmanaged: "◇"
        case .notChecked: "…"
        }
    }
}

extension Report.Verdict {
    /// The verdict in a person's words.
    var label: String {
        switch self {
        case .noChanges: "no changes"
        case .changes: "changes found"
        case .applied: "applied"
        case .partial: "partly done"
        case .refused: "refused"
        case .failed: "failed"
        }
    }
}

extension TickStatus.Reason {
    /// The reason in a person's words.
    var label: String {
        switch self {
        case .start: "start"
        case .interval: "interval"
        case .change: "manifest changed"
        case .reload: "reload"
        }
    }
}
