import FoundationEssentials
import HTTPTypes
package import ImageSharing
import OpenStack

extension ImageClient {
    private struct MemberList: Decodable {
        var members: [Member]
    }

    private struct Member: Decodable {
        var image_id: String
        var member_id: String
        var status: String
    }

    private struct NewMember: Encodable {
        var member: String
    }

    /// Lists an image's members: all of them to the owner, never in pages.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#list-image-members
    ///
    /// A consumer's token gets only its own row, and a plan made from that would invent additions. So a list with no
    /// other row than the token's own is believed only of the image's owner. Where the token's project is not known,
    /// any member that is listed alone may be it; only a list of the owner alone is no consumer's.
    ///
    /// - Parameter id: the image.
    /// - Returns: the members as Glance orders them, duplicate rows included.
    /// - Throws: why the list could not be had, explained.
    package func members(of id: ImageID) async throws(Problem) -> [ImageMember] {
        let rows: [Member]
        let authorization: Authorization
        var suspect: (image: Image, member: String)?
        do throws(OpenStackError) {
            let answer = try await session.send(.get, "/v2/images/\(id)/members")
            rows = try answer.decode(MemberList.self, expecting: "a list of members").members
            authorization = try await session.authorization()
            let members = Set(rows.map(\.member_id))
            if !authorization.isAdministrator, members.count == 1, let member = members.first,
                member == authorization.projectID ?? member
            {
                suspect = (try await image(id), member)
            }
        } catch {
            throw await explanation(of: error, for: id, action: "list")
        }
        if let (image, member) = suspect, image.owner != member {
            throw authorization.projectID.map { Self.notTheOwner(of: id, image: image, projectID: $0) }
                ?? Self.mayNotBeTheOwner(of: id, image: image, member: member)
        }
        return rows.map {
            ImageMember(project: ProjectID(reported: $0.member_id), status: MemberStatus(rawValue: $0.status))
        }
    }

    /// Adds a member to an image, once.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#create-image-member
    ///
    /// - Parameters:
    ///   - member: the project.
    ///   - id: the image; nothing else may be writing to its members through this client, or Glance keeps duplicates.
    /// - Returns: what the answer means for the member, the image and the run.
    package func add(_ member: ProjectID, to id: ImageID) async -> AddAnswer {
        await addTracked(member, to: id).answer
    }

    /// As `add(_:to:)`, with the ID by which the cloud's logs know the request.
    package func addTracked(
        _ member: ProjectID, to id: ImageID
    ) async -> (answer: AddAnswer, requestID: String?) {
        guard let body = try? JSONEncoder().encode(NewMember(member: member.description)) else {
            let problem = Problem(code: .memberRejected, image: id, member: member, message: "not expressible in JSON")
            return (.refused(problem), nil)
        }
        do throws(OpenStackError) {
            let answer = try await session.send(.post, "/v2/images/\(id)/members", body: Array(body))
            let echo = try answer.decode(Member.self, expecting: "the new member")
            guard answer.response.status.code == 200, echo.image_id == id.description,
                echo.member_id == member.description
            else {
                throw .unexpected(answer, expected: "the new member \(member) of image \(id)")
            }
            return (.created(requestID: answer.requestID), answer.requestID)
        } catch {
            return (await meaning(of: error, adding: member, to: id), error.requestID)
        }
    }

    /// The table of what each answer to a create means.
    private func meaning(of error: OpenStackError, adding member: ProjectID, to id: ImageID) async -> AddAnswer {
        let problem = Problem(error, image: id, member: member)
        switch error.code {
        case .conflict: return .alreadyMember
        case .tooLarge: return .full(problem, retryAfter: error.retryAfter)
        case .throttled, .notSent: return .notAdded(problem, retryAfter: error.retryAfter)
        case .serverTrouble, .unanswered, .timedOut: return .inDoubt(problem, retryAfter: error.retryAfter)
        case .badRequest: return .refused(problem)
        case .forbidden, .notFound:
            var explained = await explanation(of: error, for: id, action: "change")
            explained.member = member
            return .imageRefused(explained)
        case .unauthorized, .tlsFailed, .unexpected, .misconfigured, .readOnly: return .imageRefused(problem)
        case .interrupted: return .interrupted
        }
    }
}
