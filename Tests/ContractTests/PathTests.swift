import Testing

/// Paths and methods of Glance that lead to nothing else.
@Suite struct PathTests {
    @Test("404 for a trailing slash", arguments: Clouds.all)
    func trailingSlash(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            for path in ["/v2/", "/v2/images/", image.path + "/", image.members + "/", image.member("a") + "/"] {
                #expect(try await glance.send("GET", path).status == 404, "\(path)")
            }
            #expect(try await glance.send("POST", image.members + "/", body: #"{"member": "a"}"#).status == 404)
        }
    }

    @Test("405 with the methods there are", arguments: Clouds.all)
    func methods(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let rows: [(String, String, Set<String>)] = [
                ("HEAD", image.members, ["GET", "POST"]), ("PUT", image.members, ["GET", "POST"]),
                ("DELETE", image.members, ["GET", "POST"]), ("HEAD", image.member("a"), ["GET", "PUT", "DELETE"]),
                ("POST", image.member("a"), ["GET", "PUT", "DELETE"]),
                ("HEAD", image.path, ["GET", "PATCH", "DELETE"]),
                ("PUT", image.path, ["GET", "PATCH", "DELETE"]), ("HEAD", "/v2/images", ["GET", "POST"]),
                ("DELETE", "/v2/images", ["GET", "POST"]),
            ]
            for (method, path, allowed) in rows {
                let answer = try await glance.send(method, path)
                #expect(answer.status == 405, "\(method) \(path)")
                #expect(answer.allowed == allowed, "\(method) \(path)")
            }
        }
    }

    @Test("405 for a method nobody knows", arguments: Clouds.all)
    func unknownMethod(cloud: CloudKind) async throws {
        let status = cloud.differs(
            sandbox: 400, openStack: 405,
            because: "the sandbox's HTTP parser has a closed list of methods, and ends there"
        )
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.send("BREW", image.members).status == status)
        }
    }

    @Test("400 for a GET or DELETE with a body", arguments: Clouds.all)
    func bodies(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add("a", to: image)
            for (method, path) in [
                ("GET", image.members), ("GET", image.member("a")), ("GET", image.path), ("DELETE", image.member("a")),
                ("DELETE", image.path),
            ] {
                let answer = try await glance.send(method, path, body: "{}")
                #expect(answer.status == 400, "\(method) \(path)")
                #expect(answer.text.contains("A body is not expected with this request."))
            }
            // Only the list of images does not mind.
            #expect(try await glance.send("GET", "/v2/images?limit=0", body: "{}").status == 200)
        }
    }

    @Test("300 with the versions for / and for a version that is not there", arguments: Clouds.all, [Who.owner, nil])
    func multipleChoices(cloud: CloudKind, who: Who?) async throws {
        try await cloud.visit { glance in
            for path in ["", "/", "/v1", "/v3", "/v1/images", "/v3/images", "/v2.99", "/nothing"] {
                let answer = try await glance.send("GET", path, as: who)
                #expect(answer.status == 300, "\(path)")
                expectVersions(answer, glance)
            }
        }
    }

    @Test("200 with the versions for /versions", arguments: Clouds.all)
    func versions(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("GET", "/versions", as: nil)
            #expect(answer.status == 200)
            expectVersions(answer, glance)
        }
    }

    private func expectVersions(_ answer: Answer, _ glance: Visit) {
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.requestID == nil)
        let versions = answer.json?["versions"]?.array ?? []
        #expect(versions.contains { $0["id"] == "v2.17" && $0["status"] == "CURRENT" })
        #expect(versions.contains { $0["id"] == "v2.0" && $0["status"] == "SUPPORTED" })
        let link: JSON = ["rel": "self", "href": .string(glance.cloud.imageURL + "/v2/")]
        #expect(versions.allSatisfy { $0["links"] == [link] })
    }

    @Test("200 for /healthcheck, in JSON for who asks for it", arguments: Clouds.all)
    func healthcheck(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let plain = try await glance.send("GET", "/healthcheck", as: nil, accept: "*/*")
            #expect(plain.status == 200)
            #expect(plain.header("Content-Type") == "text/plain; charset=UTF-8")
            #expect(plain.text == "OK")
            let json = try await glance.send("GET", "/healthcheck", as: nil)
            #expect(json.json == ["detailed": false, "reasons": ["OK"]])
        }
    }

    @Test("302 for /v2 alone", arguments: Clouds.all)
    func root(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("GET", "/v2")
            #expect(answer.status == 302)
            #expect(answer.header("Location") == glance.cloud.imageURL + "/v2/")
        }
    }

    @Test("a minor version leads where v2 does, and so do doubled slashes", arguments: Clouds.all)
    func otherSpellings(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            for prefix in ["/v2.0/images/", "/v2.17/images/", "//v2//images//"] {
                #expect(try await glance.send("GET", prefix + image.id).json?["id"]?.string == image.id, "\(prefix)")
            }
        }
    }
}
