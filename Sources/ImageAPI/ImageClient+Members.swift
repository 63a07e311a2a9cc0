import HTTPTypes
package import ImageSharing
import OpenStack
import Transport

extension ImageClient {
    private struct MemberList: Decodable {
        var members: [MemberRow]
        /// The address of more, which Glance never gives.
        var next: String?
    }

    /// Lists an image's members: all of them to the owner, never in pages.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#list-image-members
    ///
    /// A consumer's token gets only its own row, and an image without an owner shows nobody even that, so that a plan
    /// made from such a list would invent additions. So a list that is empty, or has no row but the token's own, is
    /// believed only after a look at the image. Where the token's project is not known, any member that is listed alone
    /// may be it; only a list of the owner alone is no consumer's. A list with duplicate rows costs a look, too: images
    /// that have them get stuck when they are deleted, and are listed like any other.
    ///
    /// - Parameter id: the image.
    /// - Returns: the members as Glance orders them, duplicate rows included.
    /// - Throws: why the list could not be had, explained.
    package func members(of id: ImageID) async throws(Problem) -> [ImageMember] {
        do throws(Setback) {
            return try await list(id, isOwned: false, safety: .idempotent)
        } catch {
            throw error.problem
        }
    }

    /// Lists an image's members once, for somebody who tries again by himself.
    ///
    /// - Parameters:
    ///   - id: the image.
    ///   - isOwned: true if an image list has just shown that it is the token's project's own: then its member list is
    ///     whole, and costs no look at the image.
    /// - Returns: as `members(of:)`.
    /// - Throws: why the list could not be had, and what may be done next.
    package func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember] {
        try await list(id, isOwned: isOwned, safety: .byCaller)
    }

    private func list(
        _ id: ImageID, isOwned: Bool, safety: Exchange.RetrySafety
    ) async throws(Setback) -> [ImageMember] {
        let rows: [MemberRow]
        let view: MemberView
        var image: Image?
        do throws(OpenStackError) {
            let answer = try await session.send(
                .get, "/v2/images/\(id)/members", subject: id.description, safety: safety)
            rows = try self.rows(in: answer, of: id)
            view = MemberView(id, members: rows.map(\.member_id), authorization: try await session.authorization())
            if inspectsEachImage || (view.needsInspection && !isOwned), view.mayInspect {
                image = try await self.image(id, safety: safety)
            }
        } catch {
            throw Setback(error, reportedAs: await explanation(of: error, for: id, action: "list"))
        }
        if image != nil || !isOwned, let objection = view.objection(knowing: image) {
            throw Setback(objection, .lasting)
        }
        return rows.map(\.member)
    }

    private func rows(in answer: HTTPAnswer, of id: ImageID) throws(OpenStackError) -> [MemberRow] {
        let name = id.description
        if let rows = MemberListScanner.rows(in: answer.body, of: name) { return rows }
        let list = try answer.decode(MemberList.self, expecting: "a list of members")
        guard list.next?.isEmpty ?? true else {
            // Whoever believes a part of a list takes somebody for absent.
            throw OpenStackError.unexpected(
                answer, expected: "all members of image \(id) at once, and no next page")
        }
        guard list.members.allSatisfy({ $0.image_id == name }) else {
            // Some cache or proxy mixes up its answers.
            throw OpenStackError.unexpected(answer, expected: "members of image \(id) and of no other")
        }
        return list.members
    }
}
