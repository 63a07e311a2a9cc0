import Testing

/// The forms in which an error comes, as the caller accepts them.
@Suite struct ErrorFormTests {
    private static let says = "Member can't be empty"

    private func refusal(_ cloud: CloudKind, accept: String?, _ check: @Sendable (Answer) throws -> Void) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let body = #"{"member": ""}"#
            let answer = try await glance.send("POST", image.members, accept: accept, body: body)
            #expect(answer.status == 400)
            try check(answer)
        }
    }

    @Test(
        "HTML for everything that admits it", arguments: Clouds.all,
        ["*/*", "text/html", "application/json, */*", "application/json, text/plain, */*", "bogus"]
    )
    func html(cloud: CloudKind, accept: String) async throws {
        try await refusal(cloud, accept: accept) { answer in
            #expect(answer.header("Content-Type") == "text/html; charset=UTF-8")
            #expect(
                answer.text == """
                    <html>
                     <head>
                      <title>400 Bad Request</title>
                     </head>
                     <body>
                      <h1>400 Bad Request</h1>
                      Member can&#x27;t be empty<br /><br />



                     </body>
                    </html>
                    """
            )
        }
    }

    @Test("JSON for application/json", arguments: Clouds.all, ["application/json", "application/json, */*;q=0.1"])
    func json(cloud: CloudKind, accept: String) async throws {
        try await refusal(cloud, accept: accept) { answer in
            #expect(answer.header("Content-Type") == "application/json")
            #expect(
                answer.json == [
                    "message": .string(Self.says + "<br /><br />\n\n\n"), "code": "400 Bad Request",
                    "title": "Bad Request",
                ]
            )
        }
    }

    @Test("plain text without Accept", arguments: Clouds.all, [nil, "text/plain"])
    func plain(cloud: CloudKind, accept: String?) async throws {
        try await refusal(cloud, accept: accept) { answer in
            #expect(answer.header("Content-Type") == "text/plain; charset=UTF-8")
            #expect(answer.text == "400 Bad Request\n\nMember can't be empty\n\n   ")
        }
    }

    @Test("every answer of Glance itself bears the name of the request", arguments: Clouds.all)
    func requestID(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            var names: Set<String> = []
            for (method, path) in [
                ("GET", image.members), ("GET", image.path), ("POST", image.members), ("PUT", image.members),
                ("GET", TestImage(id: TestImage.absentID).members), ("GET", "/v2/nothing"), ("GET", "/v2"),
            ] {
                let name = try #require(try await glance.send(method, path).requestID, "\(method)")
                #expect(name.wholeMatch(of: /req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil, "\(name)")
                names.insert(name)
            }
            #expect(names.count == 7)
        }
    }

    @Test("a name that the caller gave returns, with req- before it", arguments: Clouds.all)
    func proposedRequestID(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            for name in ["req-mine", "mine"] {
                let answer = try await glance.send("GET", image.members, headers: [("X-Openstack-Request-Id", name)])
                #expect(answer.requestID == "req-mine")
            }
        }
    }
}
