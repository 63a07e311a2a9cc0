import Testing

@testable import GlanceSandbox

/// The cloud of the first API document.
@Suite struct DocumentDialectTests {
    private let cloud = TestCloud(.init(generatedImages: 1, dialect: .document))

    @Test func `A private image is shared, and a consumer's write is refused in the older words`() async throws {
        let owner = try await cloud.token(cloud.directory.demo)
        let project = cloud.directory.consumer.project.id
        let response = await cloud.send("POST", cloud.members, token: owner, ["member": .string(project)])
        #expect(response.status == 200)
        #expect(response.header("Content-Type") == "application/json; charset=UTF-8")
        #expect(response.header("X-Compute-Request-Id") == response.header("X-Openstack-Request-Id"))
        let consumer = try await cloud.token(cloud.directory.consumer)
        #expect(await cloud.send("GET", cloud.members, token: consumer).status == 200)
        let refusal = await cloud.send("POST", cloud.members, token: consumer, ["member": "another"])
        #expect(refusal.status == 403)
        #expect(refusal.text.contains("Not allowed to create members for image \(cloud.image)."))
    }

    @Test func `A public image gets no members, nor does one that has no owner`() async throws {
        let owner = try await cloud.token(cloud.directory.demo)
        try await cloud.setVisibility(.public)
        #expect(await cloud.send("POST", cloud.members, token: owner, ["member": "a"]).status == 403)
        try await cloud.setVisibility(.private)
        #expect(await cloud.patch("owner", nil).status == 200)
        #expect(await cloud.send("POST", cloud.members, token: owner, ["member": "a"]).status == 403)
    }

    @Test(arguments: [(256, 200), (257, 500)]) func `A member may have 256 characters`(length: Int, status: Int)
        async throws
    {
        let owner = try await cloud.token(cloud.directory.demo)
        let member = JSONValue.string(String(repeating: "a", count: length))
        #expect(await cloud.send("POST", cloud.members, token: owner, ["member": member]).status == status)
    }

    @Test func `Shared and community are no visibilities yet`() async {
        #expect(await cloud.patch("visibility", "shared").status == 400)
        #expect(await cloud.patch("visibility", "community").status == 400)
    }
}
