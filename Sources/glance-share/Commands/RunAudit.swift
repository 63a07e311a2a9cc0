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
            time: Date.now, commit: commit, source: write.member.source, image: write.image,
            member: write.member.project, outcome: AuditEntry.Outcome(write.result.meaning),
            httpStatus: write.result.httpStatus, requestID: write.result.requestID, user: write.user
        )
        // What was written is written; the next addition finds the trail broken.
        try? await trail.append(entry)
    }
}

extension AuditEntry.Outcome {
    /// The audit trail's word for an answer.
    init(_ meaning: AddResult.Meaning) {
        self =
            switch meaning {
            case .created: .created
            case .alreadyMember: .alreadyMember
            case .full: .notAdded
            case .memberRefused: .refused
            case .failed(let setback, _) where setback.kind == .lasting: .refused
            case .failed(_, let mayHaveWorked): mayHaveWorked ? .inDoubt : .notAdded
            }
    }
}
