import HTTPTypes
package import ImageSharing
import OpenStack
import Transport

extension ImageClient {
    private struct Row: Decodable {
        var image_id: String
        var member_id: String
        var status: String
        var updated_at: String?
    }

    /// Shows the token's own project as a member of another project's image, once, for somebody who tries again by himself.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#show-image-member-details
    ///
    /// - Parameter id: the image.
    /// - Returns: the member; of several rows the first one, which is the one that an answer changes.
    /// - Throws: why it could not be had, as where the image is not offered any more, and what may be done next.
    package func ownMember(of id: ImageID) async throws(Setback) -> ImageMember {
        do throws(OpenStackError) {
            guard let project = try await session.authorization().projectID else { throw .unknownConsumer }
            let path = "/v2/images/\(id)/members/\(PercentEncoding.pathPart(project))"
            let answer = try await session.send(.get, path, subject: id.description, safety: .byCaller)
            let row = try answer.decode(Row.self, expecting: "a member")
            guard row.image_id == id.description, row.member_id == project else {
                throw .unexpected(answer, expected: "member \(project) of image \(id)")
            }
            return ImageMember(
                project: ProjectID(reported: project), status: MemberStatus(rawValue: row.status), since: row.updated_at
            )
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
