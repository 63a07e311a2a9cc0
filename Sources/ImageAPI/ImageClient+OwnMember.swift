import HTTPTypes
package import ImageSharing
import OpenStack
import Transport

extension ImageClient {
    /// Shows the token's own project as a member of another project's image, once, for somebody who tries again by himself.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#show-image-member-details
    ///
    /// - Parameter id: the image.
    /// - Returns: the member; of several rows the first one, which is the one that an answer changes.
    /// - Throws: why it could not be had, as where the image is not offered any more, and what may be done next.
    package func ownMember(of id: ImageID) async throws(Setback) -> ImageMember {
        do throws(OpenStackError) {
            let project = try await session.authorization().projectID.map { ProjectID(reported: $0) }
            guard let project, let path = Self.path(of: project, in: id) else { throw .unknownConsumer }
            let answer = try await session.send(.get, path, subject: id.description, safety: .byCaller)
            let row = try answer.decode(MemberRow.self, expecting: "a member")
            guard row.isOf(project, id) else {
                throw .unexpected(answer, expected: "member \(project) of image \(id)")
            }
            return row.member
        } catch {
            throw Setback(error, reportedAs: await explanation(ofOwn: error, for: id))
        }
    }

    private func explanation(ofOwn refusal: OpenStackError, for id: ImageID) async -> Problem {
        guard refusal.code == .notFound else { return Problem(refusal, image: id) }
        var problem = await explanation(of: refusal, for: id, action: "list")
        guard problem.code == .imageNotFound else { return problem }
        problem.message = "the image is not offered to this project any more"
        problem.hint = "its owner may have taken it back meanwhile: run again, and it is not listed"
        return problem
    }
}
