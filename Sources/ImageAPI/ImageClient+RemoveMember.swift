import HTTPTypes
package import ImageSharing
import OpenStack
import Pacing
import Transport

extension ImageClient {
    /// Removes a member from an image, once.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#delete-image-member
    ///
    /// Of a member with several rows, one goes.
    ///
    /// - Parameters:
    ///   - member: the project.
    ///   - id: the image.
    /// - Returns: what came of it; `alreadySo` where there is no such member.
    package func remove(_ member: ProjectID, from id: ImageID) async -> WriteResult {
        guard let path = Self.path(of: member, in: id) else { return .unaddressable(member, in: id) }
        do throws(OpenStackError) {
            let answer = try await session.send(.delete, path, subject: id.description)
            guard answer.response.status.code == 204 else {
                throw .unexpected(answer, expected: "204 for the removal of member \(member) of image \(id)")
            }
            return WriteResult(.done, answer)
        } catch {
            return WriteResult(await meaning(of: error, removing: member, from: id), after: error)
        }
    }

    /// The table from an error to its meaning for whoever removes a member.
    private func meaning(
        of error: OpenStackError, removing member: ProjectID, from id: ImageID
    ) async -> WriteResult.Meaning {
        var setback = Setback(error, reportedAs: Problem(error, image: id, member: member, sending: .delete))
        if error.concernsToken { return .failed(setback) }
        switch error.code {
        // An image that is gone has no members either; whoever names neither of them is not Glance.
        case .notFound where Self.names(id, error.message) || Self.isNamed(member, in: error.message): return .alreadySo
        case .conflict:
            // Not a word of Glance's here: it may mean anything, so the list has to tell.
            setback.kind = .passing(.failing)
            return .failed(setback, mayHaveWorked: true)
        case .badRequest: return .memberRefused(setback.problem)
        case .ruledOut: return .actionRefused(setback.problem)
        case .forbidden, .notFound:
            setback.problem = await explanation(of: error, for: id, action: "change")
            setback.problem.member = member
            return .failed(setback)
        case .serverTrouble, .unanswered, .timedOut, .throttled, .tooLarge, .notSent, .tokenUnchecked, .unauthorized,
            .tlsFailed, .unexpected, .misconfigured, .noEndpoint, .readOnly, .notAsked, .interrupted:
            return .failed(setback, mayHaveWorked: error.meaning.mayHaveWorked)
        }
    }

    /// Returns true if a sentence names a member by an ID that is no word of any other sentence.
    private static func isNamed(_ member: ProjectID, in sentence: String) -> Bool {
        ProjectID(member.description) != nil && names(member, sentence)
    }

    /// The path of a member, percent-encoded; nil where no path reaches it.
    ///
    /// Encoded or not, a dot segment that something on the way resolves would reach the image itself, so that to remove
    /// the member `..` would delete the image.
    static func path(of member: ProjectID, in id: ImageID) -> String? {
        guard member.isAddressable else { return nil }
        return "/v2/images/\(id)/members/\(PercentEncoding.pathPart(member.description))"
    }
}

extension WriteResult {
    /// The result for a member whose name no path can carry: nothing is sent.
    static func unaddressable(_ member: ProjectID, in id: ImageID) -> WriteResult {
        WriteResult(
            .memberRefused(
                Problem(
                    code: .memberRejected, image: id, member: member,
                    message: "no request can name this member: Glance took it once, and cannot be asked for it again",
                    hint: "only the cloud's operator can remove it, from Glance's database")))
    }
}
