import ImageSharing
import TestSupport
import Testing

@testable import ImageAPI
@testable import OpenStack
@testable import Transport

/// The table of what each answer to a removal means.
struct RemoveMemberTests {
    private static let image = ImageID.numbered(1)
    private static let member = ProjectID.numbered(7)

    private func remove(_ replies: [ScriptedTransport.Reply]) async throws -> (WriteResult, ScriptedTransport) {
        let transport = ScriptedTransport(replies)
        return (await (try ImageClient(transport)).remove(Self.member, from: Self.image), transport)
    }

    @Test func `The request names the member, and says nothing else`() async throws {
        let (answer, transport) = try await remove([.status(204)])
        #expect(answer == WriteResult(.done, requestID: answer.requestID, httpStatus: 204))
        #expect(transport.lines == ["DELETE /image/v2/images/\(Self.image)/members/\(Self.member)"])
        #expect(transport.sent.first?.body ?? "" == "")
    }

    @Test(arguments: [
        "\(member) not found in the member list of the image \(image).", "Image \(image) not found.",
        "No member \(member) there",
    ])
    func `Whoever is not there is removed, if it is Glance that says so`(message: String) async throws {
        let (answer, transport) = try await remove([.glance(404, message)])
        #expect(answer == WriteResult(.alreadySo, requestID: answer.requestID, httpStatus: 404))
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [
        "404 page not found", "", "The resource could not be found.",
        "The requested URL /image/v2/images/\(image)/members/\(member) was not found on this server.",
        #"{"message": "no Route matched with /v2/images/\#(image)/members/\#(member)"}"#,
    ])
    func `A 404 of somebody else removes nobody`(body: String) async throws {
        let (answer, _) = try await remove([.status(404, body)])
        #expect(ResultKind(answer) == .imageRefused)
        #expect(answer.problem?.code == .unexpectedResponse)
        #expect(answer.problem?.member == Self.member)
    }

    @Test(arguments: ["a", "the", "not found"])
    func `A member by the name of a word is not named by any sentence that has it`(name: String) async throws {
        let client = try ImageClient(ScriptedTransport([.status(404, "the page is a page that was not found")]))
        #expect(ResultKind(await client.remove(ProjectID(reported: name), from: Self.image)) == .imageRefused)
    }

    @Test(arguments: [
        (429, ResultKind.notDone, ProblemCode.throttled), (413, .notDone, .unexpectedResponse),
        (500, .inDoubt, .cloudUnavailable), (502, .inDoubt, .cloudUnavailable), (503, .inDoubt, .cloudUnavailable),
        (504, .inDoubt, .cloudUnavailable), (409, .inDoubt, .unexpectedResponse),
        (400, .memberRefused, .memberRejected), (300, .imageRefused, .unexpectedResponse),
    ])
    func `Each status means one thing`(status: Int, kind: ResultKind, code: ProblemCode) async throws {
        let (answer, transport) = try await remove([.glance(status, "Glance's words")])
        #expect(ResultKind(answer) == kind)
        #expect(answer.problem?.code == code)
        #expect((answer.httpStatus, answer.problem?.httpStatus) == (status, status))
        #expect((answer.problem?.image, answer.problem?.member) == (Self.image, Self.member))
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [
        (TransportFailure.notSent("refused"), ResultKind.notDone, ProblemCode.cloudUnavailable),
        (.unanswered("reset"), .inDoubt, .cloudUnavailable), (.timedOut, .inDoubt, .timedOut),
        (.tlsFailed("expired"), .imageRefused, .tlsFailed),
    ])
    func `So does each lack of one`(failure: TransportFailure, kind: ResultKind, code: ProblemCode) async throws {
        let (answer, transport) = try await remove([.failure(failure)])
        #expect(ResultKind(answer) == kind)
        #expect(answer.problem?.code == code)
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [200, 202, 299])
    func `Another 2xx is not the API we know, and may have done it all the same`(status: Int) async throws {
        let (answer, _) = try await remove([.status(status, "{}")])
        #expect(ResultKind(answer) == .inDoubt)
        #expect(answer.problem?.code == .unexpectedResponse)
    }

    @Test func `A write that the access rules leave out is refused by its kind, and costs no new token`() async throws {
        let transport = ScriptedTransport([.glance(401, "not so"), .status(204)])
        let rules = #"[{"service": "image", "method": "GET", "path": "/v2/images/**"}]"#
        let client = try ImageClient(transport, project: "owner", roles: ["member"], accessRules: rules)
        let answer = await client.remove(Self.member, from: Self.image)
        #expect(ResultKind(answer) == .actionRefused)
        #expect(answer.problem?.code == .forbidden)
        #expect(answer.problem?.httpStatus == 401)
        #expect(answer.problem?.hint?.contains("DELETE /v2/images/\(Self.image)/members/\(Self.member)") == true)
    }

    @Test(arguments: [405, 411, 501])
    func `What only a gateway says is the gateway's`(status: Int) async throws {
        let (answer, _) = try await remove([.status(status, "<h1>Not so</h1>")])
        #expect(ResultKind(answer) == .imageRefused)
        #expect(
            answer.problem?.message == "a gateway before the image service refuses DELETE with \(status): Not so")
    }

    @Test(
        arguments: [
            (nil, "shared", ProblemCode.notImageOwner), ("owner", "private", .imageNotShareable),
            ("owner", "shared", .forbidden),
        ] as [(String?, String, ProblemCode)])
    func `The image explains a 403`(owner: String?, visibility: String, code: ProblemCode) async throws {
        let (answer, transport) = try await remove([
            .glance(403, "Not allowed"), .status(200, Body.image(owner: owner, visibility: visibility)),
        ])
        #expect(ResultKind(answer) == .imageRefused)
        #expect(answer.problem?.code == code)
        #expect(answer.problem?.member == Self.member)
        #expect(transport.lines.last == "GET /image/v2/images/\(Self.image)")
    }

    @Test func `A 401 that a new token mends is no trouble`() async throws {
        let (answer, _) = try await remove([.status(401), .status(204)])
        #expect(ResultKind(answer) == .done)
    }

    @Test(arguments: [
        ("a name", "a%20name"), ("a?b#c", "a%3Fb%23c"), ("100%", "100%25"), ("...", "..."), ("a..b", "a..b"),
    ])
    func `A name is percent-encoded`(name: String, encoded: String) async throws {
        let transport = ScriptedTransport([.status(204)])
        _ = await (try ImageClient(transport)).remove(ProjectID(reported: name), from: Self.image)
        #expect(transport.lines == ["DELETE /image/v2/images/\(Self.image)/members/\(encoded)"])
    }

    /// `DELETE …/members/..`, resolved by anything on the way, would delete the image.
    @Test(arguments: ["", ".", "..", "a/b", "../..", "/", "\u{E9}", "a\nb", String(repeating: "a", count: 256)])
    func `What no path can name is not sent, be it removed or accepted`(name: String) async throws {
        let transport = ScriptedTransport([])
        let client = try ImageClient(transport)
        for answer in [
            await client.remove(ProjectID(reported: name), from: Self.image),
            await client.accept(ProjectID(reported: name), on: Self.image),
        ] {
            #expect(ResultKind(answer) == .memberRefused)
            #expect(answer.problem?.code == .memberRejected)
        }
        #expect(transport.sent.isEmpty)
    }

    @Test func `A session that may only read neither removes nor accepts`() async throws {
        let transport = ScriptedTransport([])
        let client = ImageClient(session: try TestCloud(transport).session(.readOnly))
        #expect(ResultKind(await client.remove(Self.member, from: Self.image)) == .imageRefused)
        #expect(ResultKind(await client.accept(Self.member, on: Self.image)) == .imageRefused)
        #expect(transport.sent.isEmpty)
    }

    @Test func `A run that was told to stop sends nothing`() async throws {
        let transport = ScriptedTransport([])
        let client = try ImageClient(transport)
        let answer = await inCancelledTask { await client.remove(Self.member, from: Self.image) }
        #expect(ResultKind(answer) == .interrupted)
    }
}
