import Testing

/// Create image member: what is answered 200.
@Suite struct CreatedTests {
    @Test("200 normal end", arguments: Clouds.all)
    func normalEnd(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            let answer = try await glance.add(consumer, to: image)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.requestID?.hasPrefix("req-") == true)
            let member = try #require(answer.json)
            #expect(member.keys == ["status", "created_at", "updated_at", "image_id", "member_id", "schema"])
            #expect(member["status"] == "pending")
            #expect(member["image_id"]?.string == image.id)
            #expect(member["member_id"]?.string == consumer)
            #expect(member["schema"] == "/v2/schemas/member")
            for key in ["created_at", "updated_at"] {
                let moment = member[key]?.string ?? ""
                #expect(moment.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(key): \(moment)")
            }
            #expect(try await glance.members(of: image) == [consumer])
        }
    }

    @Test("200 for an admin who does not own the image", arguments: Clouds.all)
    func admin(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.add("a", to: image, as: .admin).status == 200)
        }
    }

    @Test("200 for any string: Glance never asks Keystone", arguments: Clouds.all)
    func anyString(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let names = [
                "consumer", "a name with spaces", " ", "a/b", "..", "é", "\\", "<b>", "a?b#c%41",
                String(repeating: "m", count: 255),
            ]
            for name in names {
                let answer = try await glance.add(name, to: image)
                #expect(answer.status == 200, "\(name)")
                #expect(answer.json?["member_id"]?.string == name)
            }
            #expect(try await glance.members(of: image) == names.sorted())
        }
    }

    @Test("200 whatever the Content-Type", arguments: Clouds.all, ["text/plain", "application/x-www-form-urlencoded"])
    func contentType(cloud: CloudKind, type: String) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await glance.send(
                "POST", image.members, headers: [("Content-Type", type)], body: #"{"member": "a"}"#)
            #expect(answer.status == 200)
        }
    }

    @Test("200 with keys beside the member", arguments: Clouds.all)
    func moreKeys(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let body = #"{"member": "a", "status": "accepted"}"#
            let answer = try await glance.send("POST", image.members, body: body)
            #expect(answer.status == 200)
            #expect(answer.json?["status"] == "pending")
        }
    }
}
