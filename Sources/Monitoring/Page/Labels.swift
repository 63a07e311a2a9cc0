import Daemon
import ImageSharing

extension ImageStatus.State {
    /// The state in a person's words.
    var label: String {
        switch self {
        case .inSync: "in sync"
        case .unknown: "not looked at yet"
        case .unfinished: "not all done"
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
        case .toRemove: "to be removed"
        case .notChecked: "not looked at yet"
        }
    }

    /// A mark for a cell of the table.
    var mark: String {
        switch self {
        case .present: "●"
        case .missing: "✕"
        case .unmanaged: "◇"
        case .toRemove: "−"
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
        case .expiry: "membership ended"
        }
    }
}

extension RemovalStatus.Standing {
    /// The standing as the title of what is to be looked at.
    var title: String {
        switch self {
        case .refused: "Removals refused"
        case .held: "Removals held"
        case .pending: "Removals not done yet"
        }
    }

    /// The reason for it in a person's words, and the remedy.
    var explanation: (reason: String, hint: String?) {
        switch self {
        case .refused:
            (
                "They are more than `--max-removals` allows, so that none was carried out, and nobody added to their images.",
                LimitHolder.daemon.remedy("a higher --max-removals")
            )
        case .held:
            (
                "Nothing allows them, or they do not follow from what is known.",
                "where a reason stands beside it, mend that; else " + LimitHolder.daemon.remedy("--max-removals")
            )
        case .pending: ("A run that may write carries them out.", nil)
        }
    }
}

extension Removal {
    /// The cause in a person's words.
    var sentence: String {
        switch cause {
        case .revoked: "revoked"
        case .expired(let expiry): "ended \(expiry.text)"
        case .notListed: "not in the exclusive list"
        }
    }
}

extension HeldRemoval.Reason {
    /// The reason in a person's words.
    var label: String {
        switch self {
        case .wishesNotWhole: "not all that is wished is known"
        case .fileMissing: "a file of the manifest is gone, or in change"
        case .namedOtherwise: "the list names it in another spelling"
        case .onlyProbed: "the cloud was away, and only probed"
        case .nobodyWanted: "the list came out with nobody"
        case .ownersRow: "it owns the image"
        case .notOurs: "the image is not ours"
        case .ownerNotKnown: "whose image it is, is not known"
        }
    }
}
