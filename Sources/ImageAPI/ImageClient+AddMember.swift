import FoundationEssentials
import HTTPTypes
package import ImageSharing
import OpenStack
import Pacing
import Transport

extension ImageClient {
    private struct NewMember: Encodable {
        var member: String
    }

    /// Adds a member to an image, once.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#create-image-member
    ///
    /// - Parameters:
    ///   - member: the project.
    ///   - id: the image; nothing else may be writing to its members through this client, or Glance keeps duplicates.
    /// - Returns: what came of it.
    package func add(_ member: ProjectID, to id: ImageID) async -> WriteResult {
        guard let body = try? JSONEncoder().encode(NewMember(member: member.description)) else {
            let problem = Problem(code: .memberRejected, image: id, member: member, message: "not expressible in JSON")
            return WriteResult(.memberRefused(problem))
        }
        do throws(OpenStackError) {
            let answer = try await session.send(
                .post, "/v2/images/\(id)/members", body: Array(body), subject: id.description)
            let echo = try answer.decode(MemberRow.self, expecting: "the new member")
            // The API promises 200 and the member; any other success is somebody else's word.
            guard answer.response.status.code == 200, echo.isOf(member, id) else {
                throw .unexpected(answer, expected: "the new member \(member) of image \(id)")
            }
            return WriteResult(.done, answer)
        } catch {
            return WriteResult(await meaning(of: error, adding: member, to: id), after: error)
        }
    }

    /// The table from an error to its meaning for whoever adds a member.
    ///
    /// Other endpoints answer with the same statuses, and mean other things by 409, 413 and 400.
    private func meaning(
        of error: OpenStackError, adding member: ProjectID, to id: ImageID
    ) async -> WriteResult.Meaning {
        var setback = Setback(error, reportedAs: Problem(error, image: id, member: member, sending: .post))
        if error.concernsToken { return .failed(setback) }
        switch error.code {
        case .conflict:
            // Glance says which; anybody else who says 409 may mean anything, so the list has to tell.
            let isGlances = ["duplicated", member.description, id.description].contains { error.message.contains($0) }
            if isGlances { return .alreadySo }
            setback.kind = .passing(.failing)
            return .failed(setback, mayHaveWorked: true)
        case .tooLarge:
            setback.kind = .passing(error.retryAfter == nil ? .full : .throttled)
            return .full(setback)
        case .badRequest: return .memberRefused(setback.problem)
        case .ruledOut: return .actionRefused(setback.problem)
        case .forbidden, .notFound:
            setback.problem = await explanation(of: error, for: id, action: "change")
            setback.problem.member = member
            return .failed(setback)
        case .serverTrouble, .unanswered, .timedOut, .throttled, .notSent, .tokenUnchecked, .unauthorized, .tlsFailed,
            .unexpected, .misconfigured, .noEndpoint, .readOnly, .notAsked, .interrupted:
            return .failed(setback, mayHaveWorked: error.meaning.mayHaveWorked)
        }
    }
}
