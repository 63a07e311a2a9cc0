import Testing

/// Create image member: 409, and 413 before it.
@Suite struct ConflictAndLimitTests {
    @Test("409 specified member_id is already existing in the specified image", arguments: Clouds.all)
    func duplicate(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            #expect(try await glance.add(consumer, to: image).status == 200)
            for status in ["pending", "accepted", "rejected"] {
                #expect(try await glance.setStatus(status, of: consumer, in: image, as: .consumer).status == 200)
                let answer = try await glance.add(consumer, to: image)
                #expect(answer.status == 409, "\(status)")
                #expect(answer.text.contains("Member \(consumer) is duplicated for image \(image.id)"), "\(answer)")
            }
            #expect(try await glance.members(of: image) == [consumer])
        }
    }

    @Test("members that differ in case, or in how a letter is composed, are no duplicates", arguments: Clouds.all)
    func alike(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            for name in ["a", "A", "a ", "\u{E9}", "e\u{301}"] {
                #expect(try await glance.add(name, to: image).status == 200, "\(name)")
            }
        }
    }

    private func fill(_ image: TestImage, _ glance: Visit) async throws {
        for index in 1...5 {
            try #require(try await glance.add("m\(index)", to: image).status == 200)
        }
    }

    private func expectFull(_ answer: Answer, _ image: TestImage) {
        #expect(answer.status == 413)
        #expect(answer.header("Retry-After") == nil)
        #expect(
            answer.text.contains(
                """
                Image member limit exceeded for image \(image.id): The limit has been exceeded on the number of \
                allowed image members for this image. Attempted: 6, Maximum: 5:
                """
            ),
            "\(answer)"
        )
    }

    @Test("413 the number of members for the specified image exceeds the limit", arguments: Clouds.all)
    func full(cloud: CloudKind) async throws {
        try await cloud.visit(.small) { glance in
            let image = try await glance.makeImage()
            try await fill(image, glance)
            expectFull(try await glance.add("m6", to: image), image)
            expectFull(try await glance.add("m6", to: image, as: .admin), image)
            #expect(try await glance.members(of: image) == ["m1", "m2", "m3", "m4", "m5"])
            #expect(try await glance.send("DELETE", image.member("m3")).status == 204)
            #expect(try await glance.add("m6", to: image).status == 200)
        }
    }

    @Test(
        "413 comes before 409, and before what the member itself would cause", arguments: Clouds.all,
        [
            #"{"member": "m1"}"#, #"{"member": ["a"]}"#, #"{"member": 3}"#, #"{"member": "\ud83d\ude00"}"#,
            #"{"member": ""# + String(repeating: "m", count: 256) + #""}"#,
        ]
    )
    func limitFirst(cloud: CloudKind, body: String) async throws {
        try await cloud.visit(.small) { glance in
            let image = try await glance.makeImage()
            try await fill(image, glance)
            expectFull(try await glance.send("POST", image.members, body: body), image)
        }
    }

    @Test("400 and 403 come before 413", arguments: Clouds.all)
    func bodyAndRoleFirst(cloud: CloudKind) async throws {
        try await cloud.visit(.small) { glance in
            let image = try await glance.makeImage()
            try await fill(image, glance)
            for body in ["", "{", "{}", #"{"member": ""}"#] {
                #expect(try await glance.send("POST", image.members, body: body).status == 400)
            }
            #expect(try await glance.add("m6", to: image, as: .reader).status == 403)
        }
    }
}
