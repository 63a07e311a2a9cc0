import Testing

/// Delete a member, and what remains of it.
@Suite struct MemberDeleteTests {
    @Test("204, then 404", arguments: Clouds.all, [Who.owner, .admin])
    func twice(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add("a", to: image)
            _ = try await glance.add("b", to: image)
            let answer = try await glance.send("DELETE", image.member("a"), as: who)
            #expect(answer.status == 204)
            #expect(answer.text.isEmpty)
            let again = try await glance.send("DELETE", image.member("a"), as: who)
            #expect(again.status == 404)
            #expect(again.text.contains("a not found in the member list of the image \(image.id)."), "\(again)")
            #expect(try await glance.members(of: image) == ["b"])
        }
    }

    @Test("403 for a reader and for the member itself", arguments: Clouds.all, [Who.reader, .consumer])
    func forbidden(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            let answer = try await glance.send("DELETE", image.member(consumer), as: who)
            #expect(answer.status == 403)
            #expect(answer.text.contains("You are not authorized to complete delete_member action."))
            #expect(try await glance.members(of: image) == [consumer])
        }
    }

    @Test("404 for another's row, and for a stranger", arguments: Clouds.all)
    func invisible(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add("another", to: image)
            #expect(try await glance.send("DELETE", image.member("another"), as: .consumer).status == 404)
            _ = try await glance.add(glance.cloud.consumer.projectID, to: image)
            #expect(try await glance.send("DELETE", image.member("another"), as: .consumer).status == 404)
        }
    }

    @Test("adding it again makes an accepted member pending", arguments: Clouds.all)
    func addedAgain(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            #expect(try await glance.setStatus("accepted", of: consumer, in: image, as: .consumer).status == 200)
            #expect(try await glance.send("DELETE", image.member(consumer)).status == 204)
            #expect(try await glance.send("GET", image.path, as: .consumer).status == 404)
            #expect(try await glance.add(consumer, to: image).json?["status"] == "pending")
            #expect(try await glance.send("GET", image.member(consumer)).json?["status"] == "pending")
            #expect(try await glance.members(of: image) == [consumer])
        }
    }

    @Test("adding it again keeps the time of its creation", arguments: Clouds.all)
    func createdAt(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let first = try await glance.add("a", to: image).json
            _ = try await glance.add("b", to: image)
            #expect(try await glance.send("DELETE", image.member("a")).status == 204)
            let second = try await glance.add("a", to: image).json
            #expect(second?["created_at"] == first?["created_at"])
            #expect(try await glance.send("GET", image.member("a")).json?["created_at"] == first?["created_at"])
        }
    }
}
