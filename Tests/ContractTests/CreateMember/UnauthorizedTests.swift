import Testing

/// Create image member: 401, which comes before everything else.
@Suite struct UnauthorizedTests {
    private static let says = "This server could not verify that you are authorized to access the document"

    private func expectRefusal(_ answer: Answer, type: String) {
        #expect(answer.status == 401)
        #expect(answer.type == type)
        #expect(answer.text.contains(Self.says), "\(answer)")
        // The request never reaches Glance itself, which would name it.
        #expect(answer.requestID == nil)
    }

    @Test(
        "401 unauthorized: no token", arguments: Clouds.all,
        ["*/*": "text/html", "application/json": "application/json", nil: "text/plain"]
    )
    func withoutToken(cloud: CloudKind, form: (key: String?, value: String)) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let body = #"{"member": "a"}"#
            let answer = try await glance.send("POST", image.members, as: nil, accept: form.key, body: body)
            expectRefusal(answer, type: form.value)
            let challenge = answer.header("WWW-Authenticate")
            #expect(challenge?.wholeMatch(of: /Keystone uri="http:\/\/127\.0\.0\.1:\d+.*"/) != nil)
            #expect(try await glance.members(of: image).isEmpty)
        }
    }

    @Test("401 unauthorized: a token nobody gave out", arguments: Clouds.all, ["", "nonsense", "gAAAAABnonsense"])
    func badToken(cloud: CloudKind, token: String) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await glance.send(
                "POST", image.members, as: nil, accept: "*/*", headers: [("X-Auth-Token", token)],
                body: #"{"member": "a"}"#
            )
            expectRefusal(answer, type: "text/html")
            #expect(answer.header("WWW-Authenticate")?.hasPrefix("Keystone uri=") == true)
        }
    }

    @Test("401 comes before 400, 404 and 405", arguments: Clouds.all)
    func first(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let members = TestImage(id: TestImage.absentID).members
            for (method, path) in [("POST", members), ("PUT", members), ("GET", "/v2/nothing"), ("GET", "/v2")] {
                let answer = try await glance.send(method, path, as: nil)
                #expect(answer.status == 401, "\(method) \(path)")
            }
        }
    }

    @Test(
        "401, not 403, for an application credential whose access rules leave the request out", arguments: Clouds.all
    )
    func accessRules(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add("a", to: image)
            let signedIn = try await glance.cloud.authenticate(
                CloudUnderTest.credential(glance.cloud.restrictedCredential))
            let token = Secret(try #require(signedIn.header("X-Subject-Token")))
            for (method, path, status) in [
                ("GET", "/v2/images", 200), ("GET", image.members, 200), ("GET", image.path, 200),
                ("GET", image.member("a"), 200), ("DELETE", image.member("a"), 401), ("DELETE", image.path, 401),
                ("GET", "/v2/schemas/image", 401),
            ] {
                let answer = try await glance.send(method, path, as: nil, headers: [("X-Auth-Token", token.value)])
                #expect(answer.status == status, "\(method) \(path)")
            }
            let added = try await glance.send(
                "POST", image.members, as: nil, headers: [("X-Auth-Token", token.value)], body: #"{"member": "b"}"#)
            #expect(added.status == 200)
        }
    }
}
