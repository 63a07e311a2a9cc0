import Testing

/// Keystone: projects that an administrator makes, changes and takes away.
@Suite struct ProjectChangeTests {
    private func found(_ query: String, _ glance: Visit) async throws -> [String] {
        try await glance.askKeystone("/projects?" + query, as: .admin).projects.compactMap { $0["id"]?.string }
    }

    @Test("a new project is found, renamed, disabled and deleted", arguments: Clouds.all)
    func life(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let tag = "t" + String(UInt64.random(in: .min ... .max), radix: 36)
            let made = try await glance.makeProject(["name": .string(" \(tag)-a "), "tags": [.string(tag), "x y"]])
            #expect(made["name"]?.string == tag + "-a")
            #expect(made["domain_id"] == "default" && made["parent_id"] == "default" && made["enabled"] == true)
            let id = try #require(made["id"]?.string)
            #expect(try await found("tags=" + tag, glance) == [id])
            let child = try await glance.makeProject(["name": .string(tag + "-b"), "parent_id": .string(id)])
            let childID = try #require(child["id"]?.string)
            #expect(try await found("parent_id=" + id, glance) == [childID])

            func change(_ id: String, _ document: JSON) async throws -> Answer {
                try await glance.askKeystone("/projects/" + id, as: .admin, method: "PATCH", ["project": document])
            }
            #expect(try await change(id, ["enabled": false]).status == 403)
            #expect(try await change(childID, ["enabled": false]).json?["project"]?["enabled"] == false)
            #expect(try await found("parent_id=\(id)&enabled=true", glance) == [])
            #expect(try await change(id, ["name": .string(tag + "-c"), "tags": []]).status == 200)
            #expect(try await found("name=\(tag)-a", glance) == [])
            #expect(try await found("name=\(tag)-c", glance) == [id])
            #expect(try await found("tags=" + tag, glance) == [])
            #expect(try await change(id, ["domain_id": "other"]).status == 400)

            for (target, status) in [(id, 403), (childID, 204), (childID, 404), (id, 204)] {
                let answer = try await glance.askKeystone("/projects/" + target, as: .admin, method: "DELETE")
                #expect(answer.status == status, "\(answer)")
            }
            #expect(try await glance.askKeystone("/projects/" + id, as: .admin).status == 404)
        }
    }

    static let refusals: [(document: JSON, status: Int, message: String)] = [
        ([:], 400, "'name' is a required property"), (["name": ""], 400, "'' should be non-empty"),
        (["name": 5], 400, "5 is not of type 'string'"),
        (["name": .string(String(repeating: "a", count: 65))], 400, "is too long"),
        (["name": "a", "tags": ["a,b"]], 400, "'a,b' does not match '^[^,/]*$'"),
        (["name": "a", "tags": ["a", "a"]], 400, "has non-unique elements"),
        (["name": "a", "domain_id": "nothing"], 400, "Could not find domain: nothing."),
        (["name": "a", "parent_id": "00000000000000000000000000000000"], 400, "Could not find project: 0000"),
        (["name": "consumer"], 409, "it is not permitted to have two projects with either the same name or same id"),
    ]

    @Test("what cannot be a project is refused", arguments: Clouds.all, refusals.indices)
    func refused(cloud: CloudKind, index: Int) async throws {
        let row = Self.refusals[index]
        try await cloud.visit { glance in
            let answer = try await glance.askKeystone(
                "/projects", as: .admin, method: "POST", ["project": row.document])
            #expect(answer.status == row.status)
            #expect(answer.json?["error"]?["message"]?.string?.contains(row.message) == true, "\(answer)")
        }
    }

    @Test("403 for all but administrators", arguments: Clouds.all, [Who.owner, .reader, .consumer, .domainReader])
    func forbidden(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let project = "/projects/" + glance.cloud.consumer.projectID
            for (method, path, document, action) in [
                ("POST", "/projects", ["project": ["name": "a"]] as JSON?, "create_project"),
                ("PATCH", project, ["project": ["enabled": false]], "update_project"),
                ("DELETE", project, nil, "delete_project"),
            ] {
                let answer = try await glance.askKeystone(path, as: who, method: method, document)
                #expect(answer.status == 403)
                #expect(
                    answer.json?["error"]?["message"]?.string
                        == "You are not authorized to perform the requested action: identity:\(action).")
            }
        }
    }

    @Test("methods that are none", arguments: Clouds.all)
    func methods(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            for (path, method, allowed) in [
                ("/projects", "PUT", ["GET", "HEAD", "OPTIONS", "POST"] as Set),
                (
                    "/projects/" + glance.cloud.consumer.projectID, "POST",
                    ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH"]
                ),
            ] {
                let answer = try await glance.askKeystone(path, as: .admin, method: method)
                #expect(answer.status == 405)
                #expect(answer.allowed == allowed)
            }
        }
    }
}
