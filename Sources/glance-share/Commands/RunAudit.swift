import FoundationEssentials
import Host
import ImageAPI
import ImageSharing
import OpenStack
import Reconciliation

/// The audit trail of the writes of one run.
struct RunAudit: WriteAudit {
    let trail: AuditTrail
    /// The commit of the manifest; nil where it lies in no work tree.
    let commit: String?
    /// The part of the images that the run is about; nil for all.
    let shard: Shard?

    func check() async throws(Problem) {
        do throws(AuditTrail.Failure) { try await trail.check() } catch {
            throw Problem(
                code: .auditFailed, message: "\(error)",
                hint: "nothing more is written to the cloud until the audit trail can be written"
            )
        }
    }

    func record(_ write: AuditedWrite) async {
        let entry = AuditEntry(
            time: Date.now, commit: commit, shard: shard, image: write.image, change: write.change,
            reason: write.reason,
            outcome: AuditEntry.Outcome(write.result.meaning, of: write.change.action),
            httpStatus: write.result.httpStatus, requestID: write.result.requestID, user: write.user
        )
        // What was written is written; the next change finds the trail broken.
        try? await trail.append(entry)
    }
}

extension AuditEntry.Outcome {
    /// The audit trail's word for an answer.
    init(_ meaning: WriteResult.Meaning, of action: Change.Action) {
        self =
            switch meaning {
            case .done: action.audited.done
            case .alreadySo: action.audited.alreadySo
            case .full: action.audited.notDone
            case .memberRefused, .actionRefused: .refused
            case .failed(_, mayHaveWorked: true): .inDoubt
            case .failed(let setback, _): setback.kind == .lasting ? .refused : action.audited.notDone
            }
    }
}

extension Change.Action {
    /// The audit trail's words for the change.
    fileprivate var audited: (done: AuditEntry.Outcome, alreadySo: AuditEntry.Outcome, notDone: AuditEntry.Outcome) {
        switch self {
        case .add: (.created, .alreadyMember, .notAdded)
        case .accept: (.accepted, .accepted, .notAccepted)
        case .remove: (.removed, .alreadyRemoved, .notRemoved)
        }
    }
}
