import Testing

/// Keystone: scopes, and tokens made from tokens.
@Suite struct ScopeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let who: Who
        let scope: JSON?
        let status: Int

        var testDescription: String { "\(status) \(who) \(scope?.text ?? "no scope")" }
    }

    static let rows = [
        Row(who: .owner, scope: nil, status: 201), Row(who: .owner, scope: "unscoped", status: 201),
        Row(who: .owner, scope: ["unscoped": [:]], status: 201),
        Row(who: .admin, scope: ["system": ["all": true]], status: 201),
        Row(who: .owner, scope: ["system": ["all": true]], status: 401),
        Row(who: .owner, scope: ["domain": ["id": "default"]], status: 401),
        Row(who: .admin, scope: ["domain": ["id": "default"]], status: 401),
        Row(who: .owner, scope: ["project": ["id": "nothing"]], status: 401),
        Row(who: .owner, scope: ["project": ["name": "nothing", "domain": ["id": "default"]]], status: 401),
        Row(who: .owner, scope: ["project": ["name": "demo"]], status: 400),
        Row(who: .owner, scope: ["project": [:]], status: 400), Row(who: .owner, scope: [:], status: 400),
    ]

    @Test("scopes", arguments: Clouds.all, rows)
    func scopes(cloud: CloudKind, row: Row) async throws {
        try await cloud.visit { glance in
            let account = glance.cloud.account(of: row.who)
            let answer = try await glance.cloud.authenticate(
                CloudUnderTest.password(of: account), scope: row.scope)
            #expect(answer.status == row.status)
        }
    }

    @Test("401 for a project in which one has no role", arguments: Clouds.all)
    func foreignProject(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.cloud.authenticate(
                CloudUnderTest.password(of: glance.cloud.owner),
                scope: CloudUnderTest.project(of: glance.cloud.consumer)
            )
            #expect(answer.status == 401)
        }
    }

    @Test("an unscoped token has neither a project nor a catalog", arguments: Clouds.all)
    func unscoped(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.cloud.authenticate(
                CloudUnderTest.password(of: glance.cloud.owner), scope: "unscoped")
            #expect(answer.json?["token"]?.keys == ["methods", "user", "audit_ids", "expires_at", "issued_at"])
        }
    }

    @Test("201 by token, which remembers how it began and ends with the first", arguments: Clouds.all)
    func tokenFromToken(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let cloud = glance.cloud
            let first = try await cloud.authenticate(CloudUnderTest.password(of: cloud.owner), scope: "unscoped")
            let token = Secret(try #require(first.header("X-Subject-Token")))
            let second = try await cloud.authenticate(
                ["methods": ["token"], "token": ["id": .string(token.value)]],
                scope: CloudUnderTest.project(of: cloud.owner)
            )
            #expect(second.status == 201)
            let document = try #require(second.json?["token"])
            // Keystone keeps them in a set, and lists them as they come.
            guard case .array(let methods) = document["methods"] else {
                Issue.record("no list of methods")
                return
            }
            #expect(methods.count == 2)
            #expect(Set(methods.compactMap(\.string)) == ["password", "token"])
            #expect(document["project"]?["id"]?.string == cloud.owner.projectID)
            #expect(document["expires_at"] == first.json?["token"]?["expires_at"])
        }
    }

    @Test("201 for an administrator of the domain, whose token is of no project and gets 404", arguments: Clouds.all)
    func domain(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            try await glance.cloud.withDomainAdmin { account in
                let answer = try await glance.cloud.authenticate(
                    CloudUnderTest.password(of: account), scope: ["domain": ["id": "default"]])
                #expect(answer.status == 201)
                let document = try #require(answer.json?["token"])
                #expect(
                    document.keys == [
                        "methods", "user", "audit_ids", "expires_at", "issued_at", "domain", "roles", "catalog",
                    ])
                #expect(document["domain"]?["name"] == "Default")
                let token = Secret(try #require(answer.header("X-Subject-Token")))
                for path in [image.path, image.members] {
                    let seen = try await glance.send("GET", path, as: nil, headers: [("X-Auth-Token", token.value)])
                    #expect(seen.status == 404)
                }
            }
        }
    }

    @Test("403 by the token of an application credential, which makes no other token", arguments: Clouds.all)
    func delegated(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let first = try await glance.cloud.authenticate(
                CloudUnderTest.credential(glance.cloud.applicationCredential))
            let token = Secret(try #require(first.header("X-Subject-Token")))
            let answer = try await glance.cloud.authenticate(
                ["methods": ["token"], "token": ["id": .string(token.value)]],
                scope: CloudUnderTest.project(of: glance.cloud.owner)
            )
            #expect(answer.status == 403)
            #expect(answer.text.contains("Using a delegated token to create another token is not allowed."))
        }
    }

    @Test("404 by a token nobody gave out, 400 by none", arguments: Clouds.all)
    func badToken(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let bad = try await glance.cloud.authenticate(["methods": ["token"], "token": ["id": "nonsense"]])
            #expect(bad.status == 404)
            #expect(bad.text.contains("Could not recognize Fernet token"))
            let none = try await glance.cloud.authenticate(["methods": ["token"], "token": [:]])
            #expect(none.status == 400)
        }
    }
}
