import FoundationEssentials
import Testing

@testable import GlanceSandbox

/// The sandbox's identity provider, which only the sandbox has.
@Suite struct OpenIDTests {
    private static let form = "grant_type=client_credentials&scope=openid+profile"

    private func ask(
        _ cloud: TestCloud, _ body: String, basic: String? = nil, type: String = "application/x-www-form-urlencoded"
    ) async -> ServiceResponse {
        let federation = cloud.directory.federation
        let credentials = Array((basic ?? "\(federation.clientID):\(federation.clientSecret)").utf8)
        return await cloud.cloud.answer(
            ServiceRequest(
                method: "POST", target: "/openid/token/",
                headers: ["content-type": type, "authorization": "Basic " + credentials.base64], body: Array(body.utf8)
            )
        )
    }

    @Test func `The client gets an access token that Keystone takes`() async throws {
        let cloud = TestCloud()
        let granted = await ask(cloud, Self.form)
        #expect(granted.status == 200)
        #expect(granted.json?["token_type"] == "Bearer")
        let token = try #require(granted.json?["access_token"]?.string)
        let path = "/identity/v3/OS-FEDERATION/identity_providers/demo%20provider/protocols/mapped/auth"
        let answer = await cloud.send("POST", path, headers: ["authorization": "Bearer " + token])
        #expect(answer.status == 201)
        #expect(answer.json?["token"]?["user"]?["name"] == "demo")
        #expect(await cloud.send("PUT", path).status == 405)
    }

    @Test(arguments: [
        ("grant_type=password&scope=openid", nil, 400, "unsupported_grant_type"),
        ("grant_type=client_credentials", nil, 400, "invalid_scope"), ("", nil, 400, "unsupported_grant_type"),
        (form, "demo-client:wrong", 401, "invalid_client"),
    ])
    func `A wrong request for a token is refused with the error that the standard names`(
        body: String, basic: String?, status: Int, error: String
    ) async throws {
        let answer = await ask(TestCloud(), body, basic: basic)
        #expect(answer.status == status)
        #expect(answer.json?["error"]?.string == error)
    }

    @Test func `A request that is no form is refused`() async throws {
        #expect(await ask(TestCloud(), Self.form, type: "application/json").json?["error"] == "invalid_request")
    }

    @Test func `The discovery document says where tokens are to be had`() async throws {
        let answer = await TestCloud().send("GET", "/openid/.well-known/openid-configuration")
        #expect(answer.json?["token_endpoint"] == "http://127.0.0.1:9292/openid/token/")
        #expect(await TestCloud().send("POST", "/openid/token").status == 404)
    }
}

extension [UInt8] {
    fileprivate var base64: String { Data(self).base64EncodedString() }
}
