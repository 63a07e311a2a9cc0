import ImageSharing
import TestSupport
import Testing

@testable import ImageAPI
@testable import OpenStack
@testable import Transport

/// The table of what each answer to an acceptance means.
struct AcceptMemberTests {
    private static let image = ImageID.numbered(1)
    private static let member = ProjectID.numbered(7)
    private static let accepted = Body.member("\(member)").replacing("pending", with: "accepted")

    private func accept(_ replies: [ScriptedTransport.Reply]) async throws -> (WriteResult, ScriptedTransport) {
        let transport = ScriptedTransport(replies)
        return (await (try ImageClient(transport)).accept(Self.member, on: Self.image), transport)
    }

    @Test func `The request says accepted, and nothing else`() async throws {
        let (answer, transport) = try await accept([.status(200, Self.accepted)])
        #expect(answer == WriteResult(.done, requestID: answer.requestID, httpStatus: 200))
        #expect(transport.lines == ["PUT /image/v2/images/\(Self.image)/members/\(Self.member)"])
        #expect(transport.sent.first?.body == #"{"status": "accepted"}"#)
    }

    @Test(arguments: [
        Body.member("\(member)"), Body.member("other").replacing("pending", with: "accepted"), "", "{}", "<html>",
    ])
    func `An echo that is not ours is not the API we know, and it may be done all the same`(body: String) async throws {
        let (answer, _) = try await accept([.status(200, body)])
        #expect(ResultKind(answer) == .inDoubt)
        #expect(answer.problem?.code == .unexpectedResponse)
    }

    @Test func `A token that may not accept is one matter, whoever is the member`() async throws {
        let (answer, _) = try await accept([
            .glance(403, "You are not authorized to complete modify_member action."),
            .status(200, Body.image(owner: "owner")),
        ])
        #expect(ResultKind(answer) == .actionRefused)
        #expect(answer.problem?.code == .acceptForbidden)
        #expect(answer.problem?.message.contains("modify_member") == true)
        #expect(answer.problem?.hint?.contains("a token of the member project: glance-share accept") == true)
    }

    @Test func `Whoever accepts for itself is not sent to do what it does`() async throws {
        let client = try ImageClient(
            ScriptedTransport([
                .glance(403, "You are not authorized to complete modify_member action."),
                .status(200, Body.image(owner: "owner")),
            ]), project: Self.member.description, roles: ["reader"])
        let problem = await client.accept(Self.member, on: Self.image).problem
        #expect(problem?.code == .acceptForbidden)
        #expect(problem?.message.hasPrefix("this token may not accept the image for its own project") == true)
        #expect(problem?.hint?.contains("policy modify_member") == true)
        #expect(problem?.hint?.contains("glance-share accept") == false)
    }

    @Test func `An image that has no members any more is another one`() async throws {
        let (answer, _) = try await accept([
            .glance(403, "Only shared images have members."),
            .status(200, Body.image(owner: "owner", visibility: "private")),
        ])
        #expect(ResultKind(answer) == .imageRefused)
        #expect(answer.problem?.code == .imageNotShareable)
    }

    @Test(arguments: [
        (
            "\(member) not found in the member list of the image \(image).", ResultKind.memberRefused,
            ProblemCode.memberMissing
        ),
        ("Image \(image) not found.", .imageRefused, .imageNotFound), ("not here", .imageRefused, .unexpectedResponse),
    ])
    func `A 404 is the member's, the image's or nobody's`(
        message: String, kind: ResultKind, code: ProblemCode
    ) async throws {
        let (answer, _) = try await accept([.glance(404, message)])
        #expect(ResultKind(answer) == kind)
        #expect(answer.problem?.code == code)
        #expect(answer.problem?.member == Self.member)
    }

    @Test(arguments: [
        (429, ResultKind.notDone, ProblemCode.throttled), (413, .notDone, .unexpectedResponse),
        (500, .inDoubt, .cloudUnavailable), (503, .inDoubt, .cloudUnavailable), (409, .inDoubt, .unexpectedResponse),
        (400, .memberRefused, .memberRejected), (300, .imageRefused, .unexpectedResponse),
        (405, .imageRefused, .unexpectedResponse),
    ])
    func `Each status means one thing`(status: Int, kind: ResultKind, code: ProblemCode) async throws {
        let (answer, transport) = try await accept([.glance(status, "Glance's words")])
        #expect(ResultKind(answer) == kind)
        #expect(answer.problem?.code == code)
        #expect(status != 405 || answer.problem?.message.contains("refuses PUT") == true)
        #expect(transport.sent.count == 1)
    }
}
