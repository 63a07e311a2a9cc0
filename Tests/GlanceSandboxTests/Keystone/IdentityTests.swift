import Testing

@testable import GlanceSandbox

/// Keystone's side of the sandbox.
@Suite struct IdentityTests {
    @Test func `A project token carries its lifetime, the roles and the catalog`() async throws {
        let time = TestTime()
        let cloud = TestCloud(.init(tokenLifetime: .seconds(60), now: { time.now }))
        let response = await cloud.authenticate(
            cloud.password(cloud.directory.demo),
            scope: ["project": ["name": "demo", "domain": ["id": "default"]]]
        )
        #expect(response.status == 201)
        #expect(response.header("X-Subject-Token") != nil)
        let token = try #require(response.json?["token"])
        #expect(token["issued_at"]?.string == "2014-08-20T01:37:01.000000Z")
        #expect(token["expires_at"]?.string == "2014-08-20T01:38:01.000000Z")
        #expect(token["project"]?["id"]?.string == cloud.directory.demo.project.id)
        #expect(token["roles"]?.array?.map { $0["name"]?.string } == ["member", "reader"])
        let image = try #require(token["catalog"]?.array?.first { $0["type"] == "image" })
        #expect(image["name"] == "glance")
        let endpoints = image["endpoints"]?.array ?? []
        #expect(endpoints.map { $0["interface"]?.string } == ["public", "internal", "admin"])
        #expect(endpoints.allSatisfy { $0["url"] == "http://127.0.0.1:9292/image" && $0["region"] == "RegionOne" })
    }

    @Test func `A token comes without the catalog where nobody wants it`() async throws {
        let cloud = TestCloud()
        let scope: JSONValue = ["project": ["id": .string(cloud.directory.demo.project.id)]]
        let response = await cloud.authenticate(cloud.password(cloud.directory.demo), scope: scope, query: "?nocatalog")
        #expect(response.status == 201)
        #expect(response.json?["token"]?["catalog"] == nil)
    }

    @Test func `A scope is granted where the user has a role in it, and nowhere else`() async throws {
        let cloud = TestCloud()
        let admin = cloud.password(cloud.directory.admin)
        let demo = cloud.password(cloud.directory.demo)
        let foreign: JSONValue = ["project": ["id": .string(cloud.directory.consumer.project.id)]]
        let table: [(JSONValue, JSONValue?, Int)] = [
            (demo, nil, 201),
            (demo, "unscoped", 201),
            (demo, ["unscoped": [:]], 201),
            (demo, foreign, 401),
            (demo, ["system": ["all": true]], 401),
            (demo, ["domain": ["id": "default"]], 401),
            (demo, ["project": ["name": "demo"]], 400),
            (demo, ["project": ["name": "nothing", "domain": ["id": "default"]]], 401),
            (demo, [:], 400),
            (admin, ["system": ["all": true]], 201),
            (admin, ["domain": ["name": "Default"]], 401),
        ]
        for (identity, scope, status) in table {
            let response = await cloud.authenticate(identity, scope: scope)
            #expect(response.status == status, "\(scope?.text ?? "none")")
        }
    }

    @Test func `A wrong password is a 401 that gives no reason`() async throws {
        let cloud = TestCloud()
        let response = await cloud.authenticate(cloud.password(cloud.directory.demo, "wrong"))
        #expect(response.status == 401)
        #expect(response.header("WWW-Authenticate") == "Keystone uri=\"http://127.0.0.1:9292/identity\"")
        #expect(response.json?["error"]?["code"] == 401)
        #expect(response.json?["error"]?["title"] == "Unauthorized")
        #expect(response.json?["error"]?["message"] == "The request you have made requires authentication.")
    }

    @Test func `An application credential signs in by ID or by name, and may ask for no scope`() async throws {
        let cloud = TestCloud()
        let credential = cloud.directory.applicationCredential
        let byID: JSONValue = ["id": .string(credential.id), "secret": .string(credential.secret)]
        let byName: JSONValue = [
            "name": .string(credential.name), "secret": .string(credential.secret),
            "user": ["name": "demo", "domain": ["id": "default"]],
        ]
        func ask(_ payload: JSONValue, scope: JSONValue? = nil) async -> ServiceResponse {
            await cloud.authenticate(
                ["methods": ["application_credential"], "application_credential": payload], scope: scope)
        }
        for payload in [byID, byName] {
            let response = await ask(payload)
            #expect(response.status == 201)
            #expect(response.json?["token"]?["project"]?["name"] == "demo")
        }
        #expect(await ask(["id": .string(credential.id), "secret": "wrong"]).status == 401)
        #expect(await ask(["id": "unknown", "secret": "wrong"]).status == 404)
        #expect(await ask(["secret": "wrong"]).status == 400)
        let scoped = await ask(byID, scope: ["project": ["id": "any"]])
        #expect(scoped.status == 401)
        #expect(scoped.text.contains("Application credentials cannot request a scope."))
    }

    @Test func `A token that has expired is no token`() async throws {
        let time = TestTime()
        let cloud = TestCloud(.init(generatedImages: 1, tokenLifetime: .seconds(60), now: { time.now }))
        let token = try await cloud.token(cloud.directory.demo)
        #expect(await cloud.send("GET", cloud.members, token: token).status == 200)
        time.advance(by: 60)
        #expect(await cloud.send("GET", cloud.members, token: token).status == 401)
    }

    @Test func `A token made from a token lives no longer`() async throws {
        let time = TestTime()
        let cloud = TestCloud(.init(tokenLifetime: .seconds(60), now: { time.now }))
        let token = try await cloud.token(cloud.directory.demo, scope: "unscoped")
        time.advance(by: 30)
        let response = await cloud.authenticate(
            ["methods": ["token"], "token": ["id": .string(token)]],
            scope: ["project": ["id": .string(cloud.directory.demo.project.id)]]
        )
        #expect(response.json?["token"]?["expires_at"] == "2014-08-20T01:38:01.000000Z")
    }

    @Test func `A token is shown to its owner, and is worthless once it is revoked`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let other = try await cloud.token(cloud.directory.consumer)
        let path = "/identity/v3/auth/tokens"
        func status(_ method: String, _ caller: String?, _ subject: String) async -> Int {
            await cloud.send(method, path, token: caller, headers: ["x-subject-token": subject]).status
        }
        #expect(await status("GET", token, token) == 200)
        #expect(await status("GET", nil, token) == 401)
        #expect(await status("GET", other, token) == 403)
        #expect(await status("GET", token, "nothing") == 404)
        #expect(await status("DELETE", token, token) == 204)
        #expect(await status("GET", token, token) == 401)
    }

    @Test(arguments: [
        ("GET", "/identity", "", 300), ("GET", "/identity/", "", 300), ("GET", "/identity/v3", "", 200),
        ("GET", "/identity/v3/", "", 200), ("GET", "/identity/v2.0", "", 404),
        ("GET", "/identity/v3/projects", "", 401), ("PUT", "/identity/v3/projects", "", 405),
        ("GET", "/identity/v3/nothing", "", 404), ("PUT", "/identity/v3/nothing", "", 404),
        ("PUT", "/identity/v3/auth/tokens", "", 405),
        ("POST", "/identity/v3/auth/tokens", "", 400), ("POST", "/identity/v3/auth/tokens", "{}", 400),
        ("POST", "/identity/v3/auth/tokens", "[]", 400),
        ("POST", "/identity/v3/auth/tokens", "{\"auth\": {}}", 400),
        ("POST", "/identity/v3/auth/tokens", "{\"auth\": {\"identity\": {\"methods\": [\"password\"]}}}", 400),
        (
            "POST", "/identity/v3/auth/tokens",
            "{\"auth\": {\"identity\": {\"methods\": [\"totp\"], \"totp\": {}}}}", 401
        ),
        ("GET", "/", "", 404), ("GET", "/identityx", "", 404),
    ])
    func `Every path and method has the status that Keystone gives it`(
        method: String, path: String, body: String, status: Int
    ) async throws {
        let cloud = TestCloud()
        let response = await cloud.cloud.answer(
            ServiceRequest(method: method, target: path, body: Array(body.utf8)))
        #expect(response.status == status)
    }
}
