import Testing

/// Show one member.
@Suite struct MemberShowTests {
    @Test("200 for who sees the row", arguments: Clouds.all, [Who.owner, .reader, .admin, .consumer])
    func shown(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            let added = try await glance.add(consumer, to: image)
            let answer = try await glance.send("GET", image.member(consumer), as: who)
            #expect(answer.status == 200)
            #expect(answer.json == added.json)
        }
    }

    @Test("404 for a row that is not there, or another's", arguments: Clouds.all)
    func absent(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add(glance.cloud.consumer.projectID, to: image)
            _ = try await glance.add("another", to: image)
            for (who, member) in [(Who.owner, "absent"), (.consumer, "another")] {
                let answer = try await glance.send("GET", image.member(member), as: who)
                #expect(answer.status == 404)
                #expect(answer.text.contains("\(member) not found in the member list of the image \(image.id)."))
            }
        }
    }

    /// Names that percent-encoding reaches.
    @Test(
        "a name is addressed percent-encoded", arguments: Clouds.all,
        [
            "a name": "a%20name", " ": "%20", "a?b": "a%3Fb", "a#b": "a%23b", "a%b": "a%25b", "..": "%2e%2e",
            "a+b": "a+b",
        ]
    )
    func encoded(cloud: CloudKind, name: (key: String, value: String)) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add(name.key, to: image)
            let answer = try await glance.send("GET", image.member(name.value))
            #expect(answer.status == 200)
            #expect(answer.json?["member_id"]?.string == name.key)
        }
    }

    /// They can be added, and then neither shown nor taken away.
    @Test(
        "404 for a name that no path can carry", arguments: Clouds.all,
        ["a/b": "a%2Fb", "\u{E9}": "%C3%A9", "/": "%2F"]
    )
    func unreachable(cloud: CloudKind, name: (key: String, value: String)) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.add(name.key, to: image).status == 200)
            for method in ["GET", "DELETE"] {
                #expect(try await glance.send(method, image.member(name.value)).status == 404)
            }
            #expect(try await glance.members(of: image) == [name.key])
        }
    }
}
