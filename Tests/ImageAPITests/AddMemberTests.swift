import ImageSharing
import OpenStack
import TestSupport
import Testing

@testable import ImageAPI
@testable import Pacing
@testable import Transport

/// The table of what each answer to a create means.
struct AddMemberTests {
    private static let image = ImageID.numbered(1)
    private static let member = ProjectID.numbered(7)

    private func add(_ replies: [ScriptedTransport.Reply]) async throws -> (WriteResult, ScriptedTransport) {
        let transport = ScriptedTransport(replies)
        let answer = try await ImageClient(transport).add(Self.member, to: Self.image)
        return (answer, transport)
    }

    @Test func `The request names the member and nothing else`() async throws {
        let (answer, transport) = try await add([.status(200, Body.member("\(Self.member)"))])
        #expect(ResultKind(answer) == .done)
        #expect(transport.lines == ["POST /image/v2/images/\(Self.image)/members"])
        #expect(transport.sent.first?.body == #"{"member":"\#(Self.member)"}"#)
    }

    @Test func `A member that is there is success`() async throws {
        let (answer, _) = try await add([.glance(409, "Member is duplicated")])
        #expect(answer == WriteResult(.alreadySo, requestID: answer.requestID, httpStatus: 409))
    }

    @Test(arguments: [
        (ScriptedTransport.Reply.status(200, Body.member("\(member)")), 200 as Int?),
        (.glance(409, "Member is duplicated"), 409), (.glance(503, "Glance's words"), 503), (.failure(.timedOut), nil),
    ])
    func `What is written down of an addition has the answer's status`(
        reply: ScriptedTransport.Reply, status: Int?
    ) async throws {
        let client = try ImageClient(ScriptedTransport([reply]))
        #expect(await client.add(Self.member, to: Self.image).httpStatus == status)
    }

    @Test(arguments: [
        (413, ResultKind.full, ProblemCode.unexpectedResponse), (429, .notDone, .throttled),
        (500, .inDoubt, .cloudUnavailable), (502, .inDoubt, .cloudUnavailable), (503, .inDoubt, .cloudUnavailable),
        (504, .inDoubt, .cloudUnavailable), (400, .memberRefused, .memberRejected),
        (422, .memberRefused, .memberRejected),
        (404, .imageRefused, .unexpectedResponse), (300, .imageRefused, .unexpectedResponse),
    ])
    func `Each status means one thing`(status: Int, kind: ResultKind, code: ProblemCode) async throws {
        let (answer, transport) = try await add([.glance(status, "Glance's words")])
        #expect(ResultKind(answer) == kind)
        let problem = try #require(answer.problem)
        #expect(problem.code == code)
        #expect(problem.httpStatus == status)
        #expect(problem.image == Self.image)
        #expect(problem.member == Self.member)
        #expect([404, 413].contains(status) || problem.message == "Glance's words")
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [
        "Image member limit exceeded for image \(image): The limit has been exceeded on the number of allowed image members for this image. Attempted: 6, Maximum: 5:",
        "The limit has been exceeded on the number of allowed image members for this image. Attempted: 6, Maximum: 5.",
    ])
    func `A full image is told of with Glance's figures`(message: String) async throws {
        let (answer, _) = try await add([.glance(413, message)])
        #expect(ResultKind(answer) == .full)
        #expect(answer.problem?.code == .memberLimitExceeded)
        #expect(answer.problem?.message.contains("Attempted: 6, Maximum: 5") == true)
        #expect(answer.problem?.hint?.contains("image_member_quota") == true)
    }

    @Test func `A 413 of a proxy's own page is not Glance's, and says so`() async throws {
        let page = """
            <html><head><title>413 Request Entity Too Large</title></head>
            <body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx/1.22.1</center></body></html>
            """
        let (answer, _) = try await add([.status(413, page)])
        #expect(ResultKind(answer) == .full)
        #expect(answer.problem?.code == .unexpectedResponse)
        #expect(answer.problem?.message.hasPrefix("something before Glance refuses the request") == true)
        #expect(answer.problem?.message.contains("nginx/1.22.1") == true)
        #expect(answer.problem?.hint?.contains("image_member_quota") == false)
    }

    @Test(arguments: [
        (TransportFailure.notSent("refused"), ResultKind.notDone, ProblemCode.cloudUnavailable),
        (.unanswered("reset"), .inDoubt, .cloudUnavailable), (.timedOut, .inDoubt, .timedOut),
        (.tlsFailed("expired"), .imageRefused, .tlsFailed),
    ])
    func `So does each lack of one`(failure: TransportFailure, kind: ResultKind, code: ProblemCode) async throws {
        let (answer, transport) = try await add([.failure(failure)])
        #expect(ResultKind(answer) == kind)
        #expect(answer.problem?.code == code)
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [405, 411, 501])
    func `What only a gateway says is the gateway's, and not the member's`(status: Int) async throws {
        let (answer, _) = try await add([.status(status, "<h1>Not so</h1>")])
        #expect(ResultKind(answer) == .imageRefused)
        #expect(answer.problem?.code == .unexpectedResponse)
        #expect(answer.problem?.message == "a gateway before the image service refuses POST with \(status): Not so")
        #expect(answer.problem?.hint == "have the gateway let POST through to the image service's /v2/images")
    }

    @Test func `What was not sent has no request ID`() async throws {
        let (answer, _) = try await add([.failure(.notSent("refused"))])
        #expect(answer.problem?.requestID == nil)
        let (inDoubt, _) = try await add([.failure(.timedOut)])
        #expect(inDoubt.problem?.requestID != nil)
    }

    @Test(arguments: [413, 429, 503])
    func `A Retry-After is handed on`(status: Int) async throws {
        let (answer, _) = try await add([.answer(.status(status, retryAfter: "5"))])
        let setback: Setback? =
            switch answer.meaning {
            case .full(let setback), .failed(let setback, _): setback
            case .done, .alreadySo, .memberRefused, .actionRefused: nil
            }
        #expect(setback?.retryAfter == .seconds(5))
    }

    @Test func `A 413 with a Retry-After is throttling`() async throws {
        let (answer, _) = try await add([.answer(.status(413, retryAfter: "5"))])
        #expect(ResultKind(answer) == .full)
        #expect(answer.problem?.code == .throttled)
    }

    @Test func `A 401 is tried once more with a new token, and then ends the run`() async throws {
        let (answer, transport) = try await add([.status(401), .status(401)])
        #expect(ResultKind(answer) == .imageRefused)
        #expect(answer.problem?.code == .authenticationFailed)
        #expect(answer.problem?.code.endsTheRun == true)
        #expect(transport.sent.count == 2)
    }

    @Test func `A 401 that a new token mends is no trouble`() async throws {
        let (answer, _) = try await add([.status(401), .status(200, Body.member("\(Self.member)"))])
        #expect(ResultKind(answer) == .done)
    }

    @Test(arguments: [
        Body.member("other"), Body.member("\(member)", of: "\(ImageID.numbered(2))"), "", "{}", "null", "<html>",
        #"{"image_id": 5}"#, String(Body.member("\(member)").dropLast(20)), "[]", "\u{1B}[2J",
    ])
    func `An echo that is not ours is not the API we know, and it may be done all the same`(body: String) async throws {
        let (answer, _) = try await add([.status(200, body)])
        #expect(ResultKind(answer) == .inDoubt)
        #expect(answer.problem?.code == .unexpectedResponse)
    }

    @Test(arguments: [201, 202, 204, 299])
    func `Another 2xx is not the API we know, and may have done it all the same`(status: Int) async throws {
        let (answer, _) = try await add([.status(status, Body.member("\(Self.member)"))])
        #expect(ResultKind(answer) == .inDoubt)
        #expect(answer.problem?.code == .unexpectedResponse)
    }

    @Test func `What is not the API is quoted, its first 200 characters`() async throws {
        let (answer, _) = try await add([.status(200, String(repeating: "y", count: 1000))])
        let quoted = answer.problem?.message.filter { $0 == "y" }.count ?? 0
        #expect((200...210).contains(quoted))
    }

    @Test func `A run that was told to stop sends nothing`() async throws {
        let transport = ScriptedTransport([])
        let client = try ImageClient(transport)
        let answer = await inCancelledTask { await client.add(Self.member, to: Self.image) }
        #expect(ResultKind(answer) == .interrupted)
        #expect(!answer.wasTried)
    }

    @Test func `A session that may only read does not add`() async throws {
        let transport = ScriptedTransport([])
        let client = ImageClient(session: try TestCloud(transport).session(.readOnly))
        let answer = await client.add(Self.member, to: Self.image)
        #expect(ResultKind(answer) == .imageRefused)
        #expect(transport.sent.isEmpty)
    }
}
