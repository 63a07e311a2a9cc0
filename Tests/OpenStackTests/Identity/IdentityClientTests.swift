import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

struct IdentityClientTests {
    private func authorization(
        _ replies: [ScriptedTransport.Reply], _ changes: [String: String] = [:]
    ) async throws -> Authorization {
        let environment = TestCloud.password.merging(changes) { $1 }
        return try await TestCloud(ScriptedTransport(replies)).session(environment: environment).authorization()
    }

    private func refusal(
        _ replies: [ScriptedTransport.Reply], _ changes: [String: String] = [:]
    ) async throws -> OpenStackError {
        let error = await #expect(throws: OpenStackError.self) { try await authorization(replies, changes) }
        return try #require(error)
    }

    @Test func `Token, project and image service come from Keystone's answer`() async throws {
        let authorization = try await authorization([.answer(.token("t", project: "p", image: "http://g/image/v2"))])
        #expect(authorization.token == Secret("t"))
        #expect(authorization.projectID == "p")
        #expect(authorization.imageService.description == "http://g/image")
        #expect(!authorization.isAdministrator)
    }

    @Test(arguments: [(["admin"], true), (["member", "admin"], true), (["member", "reader"], false), ([], false)])
    func `The role admin makes an administrator`(roles: [String], isAdministrator: Bool) async throws {
        #expect(try await authorization([.answer(.token("t", roles: roles))]).isAdministrator == isAdministrator)
    }

    @Test(
        arguments: [
            ("2026-01-01T23:59:58.000000Z", "2026-01-02T00:59:58.000000Z", .seconds(3600)),
            ("2026-01-01T00:00:00Z", "2026-01-01T00:00:04Z", .seconds(4)),
            ("1970-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", .seconds(253_402_300_799)),
            ("2026-01-01T00:00:04Z", "2026-01-01T00:00:04Z", nil),
            ("2026-01-01T00:00:05Z", "2026-01-01T00:00:04Z", nil),
            ("yesterday", "2026-01-01T00:00:04Z", nil), ("2026-01-01T00:00:00Z", "", nil),
        ] as [(String, String, Duration?)])
    func `How long a token lives is what lies between its two moments, whatever the time here`(
        issued: String, expires: String, lifetime: Duration?
    ) async throws {
        var answer = HTTPAnswer.token("t")
        let times = #"{"token": {"issued_at": "\#(issued)", "expires_at": "\#(expires)", "#
        let text = String(decoding: answer.body, as: UTF8.self).replacing(#"{"token": {"#, with: times)
        answer.body = Array(text.utf8)
        #expect(try await authorization([.answer(answer)]).lifetime == lifetime)
    }

    @Test func `An endpoint comes with the reason why it is that one`() async throws {
        #expect(
            try await authorization([.answer(.token("t"))]).imageServiceOrigin == "catalog: image, public, RegionOne")
        let override = ["OS_IMAGE_ENDPOINT_OVERRIDE": "http://other/%(project_id)s/v2"]
        let given = try await authorization([.answer(.token("t"))], override)
        #expect(given.imageServiceOrigin == "override, OS_IMAGE_ENDPOINT_OVERRIDE")
        #expect(given.imageService.description == "http://other/owner")
    }

    @Test func `An attempt to ask just once is one`() async throws {
        let transport = ScriptedTransport([.answer(.status(503, retryAfter: "3600"))])
        let cloud = TestCloud(transport)
        let identity = IdentityClient(
            configuration: try CloudConfiguration(environment: TestCloud.password), exchange: cloud.exchange
        )
        await #expect(throws: OpenStackError.self) { try await identity.authorize(.bestEffort) }
        // Nobody waits for it.
        try await cloud.throttle.enter()
    }

    @Test func `A given endpoint is taken before the catalog's`() async throws {
        let authorization = try await authorization(
            [.answer(.token("t"))], ["OS_IMAGE_ENDPOINT_OVERRIDE": "http://other/v2"]
        )
        #expect(authorization.imageService.description == "http://other")
    }

    @Test func `Asking for a token is repeated, because it changes nothing`() async throws {
        let authorization = try await authorization([
            .status(503), .failure(.timedOut), .failure(.notSent("refused")), .answer(.token("t")),
        ])
        #expect(authorization.token == Secret("t"))
    }

    @Test(arguments: [
        (401, OpenStackError.Code.unauthorized), (400, .misconfigured), (404, .misconfigured), (300, .misconfigured),
    ])
    func `A refusal is told once, with where and what to check`(
        status: Int, code: OpenStackError.Code
    ) async throws {
        let error = try await refusal([.glance(status, "no")])
        #expect(error.code == code)
        #expect(error.message.contains("http://keystone.test/identity"))
        #expect(error.hint != nil)
    }

    /// Keystone answers 404 to the ID of an application credential that it has not got.
    @Test func `An application credential that is gone is a refusal, not a wrong address`() async throws {
        let credential = [
            "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_ID": "gone",
            "OS_APPLICATION_CREDENTIAL_SECRET": "s",
        ]
        let error = try await refusal([.keystone(404, "Could not find Application Credential: gone.")], credential)
        #expect(error.code == .unauthorized)
        #expect(error.hint?.contains("application credential") == true)
    }

    @Test func `A token of no project is refused`() async throws {
        var answer = HTTPAnswer.token("t")
        answer.body = Array(#"{"token": {"roles": []}}"#.utf8)
        #expect(try await refusal([.answer(answer)]).code == .misconfigured)
    }

    @Test(arguments: ["", "{}", "<html>", #"{"token": 5}"#, #"{"token": {"project": {"id": 5}}}"#, "{\"token\": {"])
    func `An answer that is no token is refused, and not quoted`(body: String) async throws {
        var answer = HTTPAnswer.token("secret-token")
        answer.body = Array(body.utf8)
        let error = try await refusal([.answer(answer)])
        #expect(error.code == .misconfigured)
        #expect(!"\(error)".contains("secret-token"))
        #expect(body.isEmpty || !error.message.contains(body))
    }

    @Test func `An answer without a token is refused`() async throws {
        #expect(try await refusal([.status(200, "<html>Welcome</html>")]).code == .misconfigured)
    }

    @Test func `A given token asks nobody`() async throws {
        let transport = ScriptedTransport([])
        let authorization = try await TestCloud(transport).session().authorization()
        #expect(authorization.token == Secret("secret-token"))
        #expect(authorization.projectID == "owner")
    }
}
