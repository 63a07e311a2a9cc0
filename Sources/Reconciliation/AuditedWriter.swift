package import ImageAPI
package import ImageSharing

/// One write to the cloud, for those who keep account of them.
package struct AuditedWrite: Sendable, Equatable {
    /// The image.
    package let image: ImageID
    /// The member, and the line that asks for it.
    package let member: DesiredMember
    /// The result.
    package let result: AddResult
    /// The user that the token speaks for; nil where that is not known.
    package let user: String?
}

/// Keeps account of every write to the cloud.
package protocol WriteAudit: Sendable {
    /// Makes sure that the next write can be recorded.
    ///
    /// - Throws: why it cannot be.
    func check() async throws(Problem)

    /// Records a write, and returns once it is safe; where that fails, the next `check()` throws.
    func record(_ write: AuditedWrite) async
}

/// Adds members with an audit: a write that cannot be recorded is the last one.
struct AuditedWriter: MemberWriting {
    let writer: any MemberWriting
    let audit: any WriteAudit
    /// The user that the token speaks for.
    let user: String?

    func add(_ member: DesiredMember, to id: ImageID) async -> AddResult {
        do throws(Problem) { try await audit.check() } catch {
            var problem = error
            (problem.image, problem.member) = (id, member.project)
            return AddResult(.failed(Setback(problem, .lasting)))
        }
        let result = await writer.add(member, to: id)
        if result.wasTried {
            await audit.record(AuditedWrite(image: id, member: member, result: result, user: user))
        }
        return result
    }
}
