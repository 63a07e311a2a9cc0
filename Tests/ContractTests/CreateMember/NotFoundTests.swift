import Testing

/// Create image member: 404, and 405 for an id that is blank.
@Suite struct NotFoundTests {
    private func expectNotFound(_ answer: Answer, _ id: String) {
        #expect(answer.status == 404)
        #expect(answer.text.contains("Image \(id) not found."), "\(answer)")
    }

    @Test(
        "404 specify non-existent image_id", arguments: Clouds.all,
        [TestImage.absentID, "not-a-uuid", "..", "0", "%41"]
    )
    func absent(cloud: CloudKind, id: String) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.add("a", to: TestImage(id: id))
            expectNotFound(answer, id == "%41" ? "A" : id)
        }
    }

    @Test("404 image_id in upper case, or without dashes", arguments: Clouds.all)
    func otherSpelling(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            for id in [image.id.uppercased(), image.id.filter { $0 != "-" }] {
                expectNotFound(try await glance.add("a", to: TestImage(id: id)), id)
            }
        }
    }

    @Test("404 specify the image_id of deleted image", arguments: Clouds.all, [Who.owner, .admin])
    func deleted(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.send("DELETE", image.path).status == 204)
            expectNotFound(try await glance.add("a", to: image, as: who), image.id)
        }
    }

    @Test("404 requested by a project that is neither a member nor the owner", arguments: Clouds.all)
    func invisible(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            expectNotFound(try await glance.add("a", to: image, as: .consumer), image.id)
            let hidden = try await glance.makeImage(["visibility": "private"])
            expectNotFound(try await glance.add("a", to: hidden, as: .consumer), hidden.id)
        }
    }

    @Test("404 for a token without a project", arguments: Clouds.all, [Who.unscoped, .system])
    func withoutProject(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.add("a", to: image, as: who).status == 404)
            #expect(try await glance.send("GET", image.members, as: who).status == 404)
            #expect(try await glance.send("GET", image.path, as: who).status == 404)
            #expect(try await glance.send("GET", "/v2/images", as: who).status == 403)
        }
    }

    /// Runs of slashes are one slash: `members` is then the id of an image, which no POST is for.
    @Test("405 the blank image-id", arguments: Clouds.all)
    func blank(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("POST", "/v2/images//members", body: #"{"member": "a"}"#)
            #expect(answer.status == 405)
            #expect(answer.allowed == ["GET", "PATCH", "DELETE"])
            #expect(answer.text.contains("The method POST is not allowed for this resource."))
            let get = try await glance.send("GET", "/v2/images//members")
            #expect(get.status == 404)
            #expect(get.text.contains("No image found with ID members"))
        }
    }

    @Test("404 image-id that is a space", arguments: Clouds.all)
    func space(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            expectNotFound(try await glance.add("a", to: TestImage(id: "%20")), " ")
        }
    }
}
