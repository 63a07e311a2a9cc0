package import ImageAPI
package import ImageSharing

/// One write to the cloud, for those who keep account of them.
package struct AuditedWrite: Sendable, Equatable {
    /// The image.
    package let image: ImageID
    /// The change, as it was planned: of a removal, with the member's own answer to the offer.
    package let change: Change
    /// The manifest's reason for what it says of the member, as it is written; nil where it gives none.
    package let reason: String?
    /// The result.
    package let result: WriteResult
    /// The user that the token speaks for; nil where that is not known.
    package let user: String?
}

/// Keeps account of every write to the cloud.
package protocol WriteAudit: Sendable {
    /// Makes sure that the next write can be recorded, and that those before it were.
    ///
    /// - Throws: why it cannot be.
    func check() async throws(Problem)

    /// Records a write, and returns once it is safe; where that fails, the next `check()` throws.
    func record(_ write: AuditedWrite) async
}

/// Changes members with an audit: a write that cannot be recorded is the last one.
struct AuditedWriter: MemberWriting {
    private let writer: any MemberWriting
    private let audit: any WriteAudit
    private let user: String?
    private let terms: [ImageID: ImageTerms]

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - writer: sends the writes.
    ///   - audit: keeps account of them.
    ///   - user: the user that the token speaks for.
    ///   - plan: the plan, which knows the reasons.
    init(_ writer: any MemberWriting, audit: any WriteAudit, user: String?, plan: Plan) {
        self.writer = writer
        self.audit = audit
        self.user = user
        let withTerms = plan.images.filter { !$0.terms.members.isEmpty }
        terms = Dictionary(withTerms.map { ($0.image, $0.terms) }) { first, _ in first }
    }

    func write(_ change: Change, to id: ImageID) async -> WriteResult {
        let member = change.member.project
        do throws(Problem) { try await audit.check() } catch {
            var problem = error
            (problem.image, problem.member) = (id, member)
            return WriteResult(.failed(Setback(problem, .lasting)))
        }
        let result = await writer.write(change, to: id)
        if result.wasTried {
            let reason = terms[id]?.members[member]?.reason
            await audit.record(AuditedWrite(image: id, change: change, reason: reason, result: result, user: user))
        }
        return result
    }
}
