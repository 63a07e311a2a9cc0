import Testing

/// Keystone: showing and revoking tokens, and its versions.
@Suite struct TokenTests {
    private func ask(
        _ method: String,
        _ cloud: CloudUnderTest,
        as caller: Secret?,
        about subject: Secret?
    ) async throws -> Answer {
        var headers: [(String, String)] = []
        if let caller { headers.append(("X-Auth-Token", caller.value)) }
        if let subject { headers.append(("X-Subject-Token", subject.value)) }
        return try await RawClient.send(method, cloud.authURL + "/auth/tokens", headers: headers, body: nil)
    }

    @Test("a token may be shown to its user and to an admin", arguments: Clouds.all)
    func shown(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let cloud = glance.cloud
            let token = try await glance.token(of: .owner)
            let admin = try await glance.token(of: .admin)
            let other = try await glance.token(of: .consumer)
            let own = try await ask("GET", cloud, as: token, about: token)
            #expect(own.status == 200)
            #expect(own.json?["token"]?["project"]?["id"]?.string == cloud.owner.projectID)
            let rows: [(Secret?, Secret?, Int)] = [
                (admin, token, 200), (other, token, 403), (nil, token, 401), (token, Secret("nonsense"), 404),
                (token, nil, 403), (Secret("nonsense"), token, 401),
            ]
            for (index, row) in rows.enumerated() {
                let answer = try await ask("GET", cloud, as: row.0, about: row.1)
                #expect(answer.status == row.2, "row \(index)")
            }
            #expect(try await ask("HEAD", cloud, as: token, about: token).status == 200)
            #expect(try await ask("PUT", cloud, as: token, about: token).status == 405)
        }
    }

    @Test("a token with access rules is shown to who says that it knows them, 404 to others", arguments: Clouds.all)
    func accessRules(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let credential = glance.cloud.restrictedCredential
            let signedIn = try await glance.cloud.authenticate(CloudUnderTest.credential(credential))
            let token = try #require(signedIn.header("X-Subject-Token"))
            let rules = signedIn.json?["token"]?["application_credential"]?["access_rules"]?.array ?? []
            #expect(rules.contains { $0["method"] == "POST" && $0["path"] == "/v2/images/*/members" })
            let both = [("X-Auth-Token", token), ("X-Subject-Token", token)]
            for (more, status) in [([], 404), ([("OpenStack-Identity-Access-Rules", "1")], 200)] {
                let answer = try await RawClient.send(
                    "GET", glance.cloud.authURL + "/auth/tokens", headers: both + more, body: nil)
                #expect(answer.status == status)
            }
        }
    }

    @Test("204 to revoke one, and then it is unknown", arguments: Clouds.all)
    func revoked(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let token = try await glance.cloud.signIn(.consumer)
            let another = try await glance.token(of: .consumer)
            #expect(try await ask("DELETE", glance.cloud, as: token, about: token).status == 204)
            let answer = try await ask("GET", glance.cloud, as: another, about: token)
            #expect(answer.status == 404)
            #expect(answer.text.contains("Failed to validate token"))
            // Glance never saw this token before, and so remembers nothing good of it.
            let list = try await glance.send("GET", "/v2/images", as: nil, headers: [("X-Auth-Token", token.value)])
            #expect(list.status == 401)
        }
    }

    @Test("a token ends with the first of those that led to it, and with no other", arguments: Clouds.all)
    func chains(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let cloud = glance.cloud
            let admin = try await glance.token(of: .admin)
            for revoked in [0, 1] {
                var chain: [Secret] = []
                for _ in 0..<3 {
                    let identity: JSON =
                        chain.last.map { ["methods": ["token"], "token": ["id": .string($0.value)]] }
                        ?? CloudUnderTest.password(of: cloud.consumer)
                    let answer = try await cloud.authenticate(
                        identity, scope: CloudUnderTest.project(of: cloud.consumer))
                    #expect(answer.json?["token"]?["audit_ids"]?.array?.count == (chain.isEmpty ? 1 : 2))
                    chain.append(Secret(try #require(answer.header("X-Subject-Token"))))
                }
                let victim = chain[revoked]
                #expect(try await ask("DELETE", cloud, as: victim, about: victim).status == 204)
                var statuses: [Int] = []
                for token in chain { statuses.append(try await ask("GET", cloud, as: admin, about: token).status) }
                #expect(statuses == (revoked == 0 ? [404, 404, 404] : [200, 404, 200]))
            }
        }
    }

    @Test("300 with the versions for /, 200 for /v3, 404 for what is not there", arguments: Clouds.all)
    func versions(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let root = String(glance.cloud.authURL.dropLast("/v3".count))
            for (path, status) in [("", 300), ("/", 300), ("/v3", 200), ("/v3/", 200), ("/v2.0", 404), ("/v3/x", 404)] {
                let answer = try await RawClient.send("GET", root + path, headers: [], body: nil)
                #expect(answer.status == status, "\(path)")
                if status == 200 {
                    #expect(answer.json?["version"]?["id"]?.string?.hasPrefix("v3.") == true)
                    #expect(answer.json?["version"]?["status"] == "stable")
                }
                if status == 300 {
                    #expect(answer.json?["versions"]?["values"]?.array?.count == 1)
                }
            }
        }
    }

    @Test(
        "400 for a body that asks for nothing", arguments: Clouds.all,
        ["", "{}", "[]", #"{"auth": {}}"#, #"{"auth": {"identity": {"methods": ["password"]}}}"#]
    )
    func bodies(cloud: CloudKind, body: String) async throws {
        try await cloud.visit { glance in
            let answer = try await RawClient.send(
                "POST", glance.cloud.authURL + "/auth/tokens", headers: [("Content-Type", "application/json")],
                body: body)
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?["code"] == 400)
            #expect(answer.json?["error"]?["title"] == "Bad Request")
        }
    }
}
