import HTTPTypes
package import ImageSharing
import OpenStack
import Pacing
import Transport

extension ImageClient {
    /// Accepts an image as a member of it, or in a member's place, once.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#update-image-member
    ///
    /// Glance takes this word over every earlier one: whether the member has rejected the image, the caller has to know.
    ///
    /// - Parameters:
    ///   - member: the project.
    ///   - id: the image.
    /// - Returns: what came of it.
    package func accept(_ member: ProjectID, on id: ImageID) async -> WriteResult {
        guard let path = Self.path(of: member, in: id) else { return .unaddressable(member, in: id) }
        do throws(OpenStackError) {
            let answer = try await session.send(
                .put, path, body: Array(#"{"status": "accepted"}"#.utf8), subject: id.description)
            let echo = try answer.decode(MemberRow.self, expecting: "the member")
            guard answer.response.status.code == 200, echo.isOf(member, id), echo.status == "accepted" else {
                throw .unexpected(answer, expected: "the member \(member) of image \(id), accepted")
            }
            return WriteResult(.done, answer)
        } catch {
            return WriteResult(await meaning(of: error, accepting: member, on: id), after: error)
        }
    }

    /// The table from an error to its meaning for whoever accepts an image.
    private func meaning(
        of error: OpenStackError, accepting member: ProjectID, on id: ImageID
    ) async -> WriteResult.Meaning {
        var setback = Setback(error, reportedAs: Problem(error, image: id, member: member, sending: .put))
        if error.concernsToken { return .failed(setback) }
        switch error.code {
        case .notFound where Self.names(id, error.message) && error.message.contains(member.description):
            setback.problem.code = .memberMissing
            setback.problem.message = "the project is no member any more, and cannot accept the image"
            setback.problem.hint = "somebody has removed it meanwhile: run apply again"
            return .memberRefused(setback.problem)
        case .forbidden:
            let explained = await explanation(of: error, for: id, action: "change")
            guard explained.code != .imageNotShareable else {
                setback.problem = explained
                setback.problem.member = member
                return .failed(setback)
            }
            let isMember = (try? await session.authorization())?.projectID == member.description
            let place = isMember ? "for its own project" : "in its members' place"
            setback.problem.code = .acceptForbidden
            setback.problem.message = "this token may not accept the image \(place): \(error.message)"
            setback.problem.hint =
                isMember
                ? "use a token that Glance's policy modify_member lets accept, by default one of this project with the "
                    + "role member, not only reader; an application credential with access rules also needs one for "
                    + "PUT /v2/images/*/members/* of service image"
                : "Glance's policy modify_member lets a member accept with its own credentials, a token of the member "
                    + "project: glance-share accept; or use an administrator's here"
            return .actionRefused(setback.problem)
        case .conflict:
            setback.kind = .passing(.failing)
            return .failed(setback, mayHaveWorked: true)
        case .badRequest: return .memberRefused(setback.problem)
        case .ruledOut: return .actionRefused(setback.problem)
        case .notFound:
            setback.problem = await explanation(of: error, for: id, action: "change")
            setback.problem.member = member
            return .failed(setback)
        case .serverTrouble, .unanswered, .timedOut, .throttled, .tooLarge, .notSent, .tokenUnchecked, .unauthorized,
            .tlsFailed, .unexpected, .misconfigured, .noEndpoint, .readOnly, .notAsked, .interrupted:
            return .failed(setback, mayHaveWorked: error.meaning.mayHaveWorked)
        }
    }
}
