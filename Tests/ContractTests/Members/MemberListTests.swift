import Testing

/// List members: who sees which rows.
@Suite struct MemberListTests {
    private func share(_ glance: Visit) async throws -> TestImage {
        let image = try await glance.makeImage()
        for member in [glance.cloud.consumers[0], glance.cloud.consumer.projectID, glance.cloud.consumers[1]] {
            try #require(try await glance.add(member, to: image).status == 200)
        }
        return image
    }

    @Test("owner, reader and admin see every row", arguments: Clouds.all, [Who.owner, .reader, .admin])
    func all(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await share(glance)
            let answer = try await glance.send("GET", image.members, as: who)
            #expect(answer.status == 200)
            #expect(answer.json?.keys == ["members", "schema"])
            #expect(answer.json?["schema"] == "/v2/schemas/members")
            let expected = [glance.cloud.consumer.projectID] + glance.cloud.consumers.prefix(2)
            #expect(answer.members == expected.sorted())
            for row in answer.json?["members"]?.array ?? [] {
                #expect(row.keys == ["status", "created_at", "updated_at", "image_id", "member_id", "schema"])
                #expect(row["image_id"]?.string == image.id)
                #expect(row["status"] == "pending")
                #expect(row["schema"] == "/v2/schemas/member")
            }
        }
    }

    @Test("a member sees its own row only", arguments: Clouds.all)
    func member(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await share(glance)
            #expect(try await glance.members(of: image, as: .consumer) == [glance.cloud.consumer.projectID])
        }
    }

    @Test("404 for everybody else", arguments: Clouds.all)
    func stranger(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add(glance.cloud.consumers[0], to: image)
            let answer = try await glance.send("GET", image.members, as: .consumer)
            #expect(answer.status == 404)
            #expect(answer.text.contains("Image \(image.id) not found."))
        }
    }

    @Test("an image without members has an empty list", arguments: Clouds.all)
    func empty(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await glance.send("GET", image.members)
            #expect(answer.json == ["members": [], "schema": "/v2/schemas/members"])
        }
    }

    @Test("never in pages: parameters are ignored", arguments: Clouds.all)
    func parameters(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await share(glance)
            let answer = try await glance.send("GET", image.members + "?limit=1&marker=x&status=accepted")
            #expect(answer.status == 200)
            #expect(answer.members.count == 3)
        }
    }

    /// The order is nobody's promise: PostgreSQL gives rows as they lie, and reuses the places of old ones.
    @Test("many members come in one answer", arguments: Clouds.all)
    func many(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let names = (0..<40).map { "member-\($0)" }
            for name in names { _ = try await glance.add(name, to: image) }
            #expect(try await glance.members(of: image) == names.sorted())
        }
    }
}
