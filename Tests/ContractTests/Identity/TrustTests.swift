import Testing

/// Keystone: trusts, which `OS_TRUST_ID` names.
@Suite struct TrustTests {
    /// The trust that the owner gives to the consumer, unless told otherwise.
    private func wish(_ glance: Visit, _ more: [String: JSON] = [:]) -> JSON {
        var trust: [String: JSON] = [
            "trustor_user_id": .string(glance.cloud.owner.id), "trustee_user_id": .string(glance.cloud.consumer.id),
            "project_id": .string(glance.cloud.owner.projectID), "impersonation": true, "roles": [["name": "member"]],
        ]
        trust.merge(more) { $1 }
        return ["trust": .object(trust)]
    }

    /// Calls `body` with a trust, and takes it back.
    private func withTrust(
        _ glance: Visit, _ more: [String: JSON] = [:], _ body: (String) async throws -> Void
    ) async throws {
        let made = try await glance.askKeystone("/OS-TRUST/trusts", method: "POST", wish(glance, more))
        try #require(made.status == 201, "\(made)")
        let id = try #require(made.json?["trust"]?["id"]?.string)
        do {
            try await body(id)
        } catch {
            _ = try await glance.askKeystone("/OS-TRUST/trusts/" + id, method: "DELETE")
            throw error
        }
        _ = try await glance.askKeystone("/OS-TRUST/trusts/" + id, method: "DELETE")
    }

    private func signIn(_ glance: Visit, _ account: CloudUnderTest.Account, _ trust: String) async throws -> Answer {
        try await glance.cloud.authenticate(
            CloudUnderTest.password(of: account), scope: ["OS-TRUST:trust": ["id": .string(trust)]])
    }

    @Test("a token of a trust acts in the trustor's project, under either name", arguments: Clouds.all, [true, false])
    func token(cloud: CloudKind, impersonation: Bool) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            try await withTrust(glance, ["impersonation": .bool(impersonation)]) { trust in
                let answer = try await signIn(glance, glance.cloud.consumer, trust)
                #expect(answer.status == 201)
                let document = try #require(answer.json?["token"])
                #expect(
                    document.keys == [
                        "methods", "user", "audit_ids", "expires_at", "issued_at", "OS-TRUST:trust", "project",
                        "roles", "catalog",
                    ])
                #expect(document["project"]?["id"]?.string == glance.cloud.owner.projectID)
                #expect(document["user"]?["name"]?.string == (impersonation ? "demo" : "consumer"))
                #expect(document["OS-TRUST:trust"]?["id"]?.string == trust)
                #expect(
                    Set(document["roles"]?.array?.compactMap { $0["name"]?.string } ?? []) == ["member", "reader"])
                let token = Secret(try #require(answer.header("X-Subject-Token")))
                let added = try await glance.send(
                    "POST", image.members, as: nil, headers: [("X-Auth-Token", token.value)],
                    body: #"{"member": "a"}"#)
                #expect(added.status == 200)
                let again = try await glance.cloud.authenticate(
                    ["methods": ["token"], "token": ["id": .string(token.value)]])
                #expect(again.status == 403)
                #expect(again.text.contains("Create a new trust-scoped token instead."))
            }
        }
    }

    @Test("403 for anybody but the trustee, 401 for no such trust, 400 for no ID", arguments: Clouds.all)
    func refused(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            try await withTrust(glance) { trust in
                let answer = try await signIn(glance, glance.cloud.owner, trust)
                #expect(answer.status == 403)
            }
            #expect(try await signIn(glance, glance.cloud.consumer, "nothing").status == 401)
            let none = try await glance.cloud.authenticate(
                CloudUnderTest.password(of: glance.cloud.consumer), scope: ["OS-TRUST:trust": [:]])
            #expect(none.status == 400)
        }
    }

    @Test("a trust that was taken back, or used up, is good for nothing", arguments: Clouds.all)
    func ended(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            var token: Secret?
            try await withTrust(glance) { trust in
                let answer = try await signIn(glance, glance.cloud.consumer, trust)
                token = Secret(try #require(answer.header("X-Subject-Token")))
            }
            let list = try await glance.send(
                "GET", "/v2/images", as: nil, headers: [("X-Auth-Token", try #require(token).value)])
            #expect(list.status == 401)
            try await withTrust(glance, ["remaining_uses": 1]) { trust in
                for status in [201, 401] {
                    let answer = try await signIn(glance, glance.cloud.consumer, trust)
                    #expect(answer.status == status)
                }
                let shown = try await glance.askKeystone("/OS-TRUST/trusts/" + trust)
                #expect(shown.status == 404)
            }
        }
    }

    @Test("who is told of a trust", arguments: Clouds.all)
    func shown(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            try await withTrust(glance) { trust in
                let byTrustor = "/OS-TRUST/trusts?trustor_user_id=" + glance.cloud.owner.id
                let rows: [(String, Who?, Int)] = [
                    ("/OS-TRUST/trusts/" + trust, .owner, 200), ("/OS-TRUST/trusts/" + trust, .consumer, 200),
                    ("/OS-TRUST/trusts/" + trust, .reader, 403), ("/OS-TRUST/trusts/" + trust, nil, 401),
                    ("/OS-TRUST/trusts/\(trust)/roles", .owner, 200), (byTrustor, .owner, 200),
                    (byTrustor, .consumer, 403), (byTrustor, .admin, 200), ("/OS-TRUST/trusts", .owner, 403),
                    ("/OS-TRUST/trusts", .admin, 200), ("/OS-TRUST/trusts/nothing", .owner, 404),
                ]
                for (path, who, status) in rows {
                    #expect(try await glance.askKeystone(path, as: who).status == status, "\(path)")
                }
                let path = "/OS-TRUST/trusts/" + trust
                #expect(try await glance.askKeystone(path, as: .consumer, method: "DELETE").status == 403)
                let listed = try await glance.askKeystone(byTrustor).json?["trusts"]?.array ?? []
                #expect(listed.contains { $0["id"]?.string == trust && $0["roles"] == nil })
            }
        }
    }

    @Test("what is no trust", arguments: Clouds.all)
    func mistakes(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let rows: [([String: JSON], Int)] = [
                (["roles": []], 403), (["roles": [["name": "nonsense"]]], 404), (["roles": [["name": "admin"]]], 404),
                (["trustor_user_id": .string(glance.cloud.consumer.id)], 403),
                (["trustee_user_id": "00000000000000000000000000000000"], 404),
                (["project_id": .string(glance.cloud.consumer.projectID)], 404),
                (["expires_at": "2020-01-01T00:00:00.000000Z"], 400), (["expires_at": "soon"], 400),
                (["remaining_uses": 0], 400),
            ]
            for (more, status) in rows {
                var answer = try await glance.askKeystone("/OS-TRUST/trusts", method: "POST", wish(glance, more))
                // A real Keystone's workers mix up tokens now and then.
                for _ in 0..<3 where answer.status == 403 && status != 403 {
                    answer = try await glance.askKeystone("/OS-TRUST/trusts", method: "POST", wish(glance, more))
                }
                #expect(answer.status == status, "\(more)")
            }
            #expect(try await glance.askKeystone("/OS-TRUST/trusts", method: "POST", [:]).status == 400)
        }
    }
}
