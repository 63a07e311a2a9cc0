import GlanceSandbox
import Testing

/// Create image member: 403.
@Suite struct ForbiddenTests {
    private func notAllowed(_ image: TestImage) -> String { "Not allowed to create members for image \(image.id)." }
    private static let role = "You are not authorized to complete add_member action."

    @Test("403 specify public image", arguments: Clouds.all, [Who.owner, .admin, .reader, .consumer])
    func publicImage(cloud: CloudKind, who: Who) async throws {
        try await expectNotShareable("public", cloud, who)
    }

    @Test("403 community image", arguments: Clouds.all, [Who.owner, .admin])
    func communityImage(cloud: CloudKind, who: Who) async throws {
        try await expectNotShareable("community", cloud, who)
    }

    /// The document's cloud allowed it; since Ocata an image must be `shared` for that.
    @Test("403 private image", arguments: Clouds.all, [Who.owner, .admin])
    func privateImage(cloud: CloudKind, who: Who) async throws {
        try await expectNotShareable("private", cloud, who)
    }

    private func expectNotShareable(_ visibility: JSON, _ cloud: CloudKind, _ who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            try #require(try await glance.change("visibility", of: image, to: visibility).status == 200)
            let answer = try await glance.add("a", to: image, as: who)
            #expect(answer.status == 403)
            #expect(answer.text.contains(notAllowed(image)), "\(answer)")
        }
    }

    @Test("200 private image, 403 public image: the document's own cloud, which the sandbox alone can be")
    func documentDialect() async throws {
        try await withSandbox(SandboxConfiguration(dialect: .document)) { sandbox, address in
            try await Visit.to(CloudUnderTest(sandbox, at: address)) { glance in
                let image = try await glance.makeImage(["visibility": "private"])
                #expect(try await glance.add("a", to: image).status == 200)
                try #require(try await glance.change("visibility", of: image, to: "public").status == 200)
                #expect(try await glance.add("b", to: image).status == 403)
            }
        }
    }

    @Test(
        "403 if authority of non admin, image has no owner", arguments: Clouds.all, [Who.owner, .reader, .consumer])
    func ownerlessImage(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage(["owner": nil], as: .admin)
            let answer = try await glance.add("a", to: image, as: who)
            #expect(answer.status == 403)
            #expect(answer.text.contains(Self.role), "\(answer)")
            #expect(try await glance.add("a", to: image, as: .admin).status == 200)
            // Everybody sees the image; its members only an admin does.
            let list = try await glance.send("GET", image.members, as: who)
            #expect(list.status == 200)
            #expect(list.members.isEmpty)
            #expect(try await glance.members(of: image, as: .admin) == ["a"])
        }
    }

    @Test("403 if authority of non admin, requested by a member that is not the owner", arguments: Clouds.all)
    func member(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add(glance.cloud.consumer.projectID, to: image)
            for status in ["pending", "accepted", "rejected"] {
                _ = try await glance.setStatus(
                    status, of: glance.cloud.consumer.projectID, in: image, as: .consumer)
                let answer = try await glance.add("a", to: image, as: .consumer)
                #expect(answer.status == 403)
                #expect(answer.text.contains(Self.role), "\(answer)")
            }
        }
    }

    @Test("403 for the role reader in the owning project", arguments: Clouds.all)
    func reader(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await glance.add("a", to: image, as: .reader)
            #expect(answer.status == 403)
            #expect(answer.text.contains(Self.role), "\(answer)")
        }
    }
}
