import Host
import FoundationEssentials
import ImageAPI
import ImageSharing
import OpenStack
import Reconciliation

/// Members of images with an audit trail: a write that cannot be written down is the last one.
struct AuditedMembers: MemberReading, MemberWriting {
    let client: ImageClient
    let trail: AuditTrail
    let commit: String?
    /// Whose token it is.
    let user: String?
    /// The lines that ask for the additions of each image.
    let sources: [ImageID: [ProjectID: SourceLocation]]

    init(client: ImageClient, trail: AuditTrail, commit: String?, user: String?, plan: Plan) {
        self.client = client
        self.trail = trail
        self.commit = commit
        self.user = user
        sources = Dictionary(
            plan.images.map { image in
                let lines = image.additions.map { ($0.project, $0.source) }
                return (image.image, Dictionary(lines) { first, _ in first })
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func list(_ id: ImageID) async throws(Setback) -> [ImageMember] {
        try await client.list(id)
    }

    func add(_ member: ProjectID, to id: ImageID) async -> AddAnswer {
        do throws(AuditTrail.Failure) { try await trail.check() } catch {
            return .imageRefused(
                Problem(
                    code: .auditFailed, image: id, member: member, message: "\(error)",
                    hint: "nothing more is written to the cloud until the audit trail can be written"
                )
            )
        }
        let (answer, status, requestID) = await client.addTracked(member, to: id)
        guard let outcome = AuditEntry.Outcome(answer) else { return answer }
        let entry = AuditEntry(
            time: Date.now, commit: commit,
            source: sources[id]?[member] ?? SourceLocation(file: "", line: 0, column: 0), image: id, member: member,
            outcome: outcome, httpStatus: status, requestID: requestID, user: user
        )
        // What was written is written; the next addition finds the trail broken.
        try? await trail.append(entry)
        return answer
    }
}

extension AuditEntry.Outcome {
    fileprivate init?(_ answer: AddAnswer) {
        switch answer {
        case .created: self = .created
        case .alreadyMember: self = .alreadyMember
        case .full, .notAdded: self = .notAdded
        case .inDoubt: self = .inDoubt
        case .refused, .imageRefused: self = .refused
        case .notAsked, .interrupted: return nil
        }
    }
}
