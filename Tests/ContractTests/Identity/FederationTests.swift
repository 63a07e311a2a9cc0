import Testing

/// Keystone: an access token of an identity provider is good for an unscoped token, and that for any other.
@Suite struct FederationTests {
    @Test("201 for an access token, and the token is good for no project yet", arguments: Clouds.all)
    func accessToken(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let federation = try await glance.cloud.federation()
            let answer = try await glance.cloud.authenticate(
                by: federation.path, accessToken: federation.accessToken)
            #expect(answer.status == 201)
            let unscoped = Secret(try #require(answer.header("X-Subject-Token")))
            let document = try #require(answer.json?["token"])
            #expect(document.keys == ["methods", "user", "audit_ids", "expires_at", "issued_at"])
            #expect(document["methods"] == ["mapped"])
            #expect(document["user"]?["name"]?.string == glance.cloud.owner.name)

            let exchanged = try await glance.cloud.authenticate(
                ["methods": ["token"], "token": ["id": .string(unscoped.value)]],
                scope: CloudUnderTest.project(of: glance.cloud.owner)
            )
            #expect(exchanged.status == 201)
            #expect(exchanged.json?["token"]?["project"]?["id"]?.string == glance.cloud.owner.projectID)
        }
    }

    @Test("401 for another access token and for none", arguments: Clouds.all)
    func refused(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let federation = try await glance.cloud.federation()
            for token in [Secret("nonsense"), nil] {
                let answer = try await glance.cloud.authenticate(by: federation.path, accessToken: token)
                #expect(answer.status == 401)
                #expect(answer.json?["error"]?["message"] == "The request you have made requires authentication.")
                #expect(!answer.bearsToken)
            }
        }
    }

    @Test(
        "404 for an identity provider that is not there, 401 for a protocol that is not allowed", arguments: Clouds.all)
    func unknown(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let federation = try await glance.cloud.federation()
            let provider = try await glance.cloud.authenticate(
                by: "nobody/protocols/mapped", accessToken: federation.accessToken)
            #expect(provider.status == 404)
            #expect(provider.json?["error"]?["message"] == "Could not find Identity Provider: nobody.")
            let path = federation.path.replacing("mapped", with: "openid")
            let method = try await glance.cloud.authenticate(by: path, accessToken: federation.accessToken)
            #expect(method.status == 401)
            #expect(method.text.contains("Attempted to authenticate with an unsupported method."))
        }
    }
}
