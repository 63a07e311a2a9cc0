import Testing

@testable import GlanceSandbox

/// The domains, projects and images that a sandbox is told to have.
@Suite struct DirectoryTests {
    private func names(_ cloud: TestCloud, _ query: String) async throws -> [String?] {
        let token = try await cloud.token(cloud.directory.admin)
        let answer = await cloud.send("GET", "/identity/v3/projects?" + query, token: token)
        return (answer.json?["projects"]?.array ?? []).map { $0["name"]?.string }
    }

    @Test func `A sandbox has the domains and projects of its configuration, and those of its users`() async throws {
        let domain = SandboxDomain(name: "Guests")
        let parent = SandboxProject(name: "hotel", domain: domain)
        let room = SandboxProject(name: "room", domain: domain, parent: parent, tags: ["sea view"])
        let cloud = TestCloud(.init(consumers: 0, domains: [domain], projects: [parent, room]))
        #expect(Set(try await names(cloud, "domain_id=" + domain.id)) == ["hotel", "room"])
        #expect(try await names(cloud, "tags=sea%20view") == ["room"])
        #expect(try await names(cloud, "parent_id=" + parent.id) == ["room"])
        #expect(
            Set(try await names(cloud, "domain_id=default")) == [
                "demo", "admin", "domain-admin", "domain-reader", "consumer",
            ])
    }

    @Test func `Example projects stay the same from start to start, and differ from each other`() {
        let examples = SandboxProject.examples
        #expect(Set(examples.map(\.id)).count == examples.count)
        #expect(SandboxProject(name: "platform", domain: .internal).id == examples.first { $0.name == "platform" }?.id)
        #expect(examples.contains { !$0.isEnabled } && examples.contains { $0.parentID != $0.domain.id })
    }

    @Test func `A project that is disabled or gone is no scope, and its tokens are worthless`() async throws {
        let cloud = TestCloud()
        let admin = try await cloud.token(cloud.directory.admin)
        let consumer = cloud.directory.consumer
        let token = try await cloud.token(consumer)
        let path = "/identity/v3/projects/" + consumer.project.id
        #expect(await cloud.send("PATCH", path, token: admin, ["project": ["enabled": false]]).status == 200)
        #expect(await cloud.send("GET", "/image/v2/images", token: token).status == 401)
        let scope: JSONValue = ["project": ["id": .string(consumer.project.id)]]
        #expect(await cloud.authenticate(cloud.password(consumer), scope: scope).status == 401)
        #expect(await cloud.send("DELETE", path, token: admin).status == 204)
        #expect(await cloud.send("GET", path, token: admin).status == 404)
    }

    @Test func `A list that nobody limits ends at a thousand, and does not say so`() async throws {
        let projects = (0..<1003).map { SandboxProject(name: "p\($0)", domain: .internal) }
        let cloud = TestCloud(.init(projects: projects))
        let token = try await cloud.token(cloud.directory.admin)
        let path = "/identity/v3/projects?domain_id=" + SandboxDomain.internal.id
        let answer = await cloud.send("GET", path, token: token)
        #expect(answer.json?["projects"]?.array?.count == 1000)
        #expect(answer.json?["truncated"] == nil)
        #expect(answer.json?["links"]?["next"] == JSONValue.null)
        let limited = await cloud.send("GET", path + "&limit=2000", token: token)
        #expect(limited.json?["projects"]?.array?.count == 1000)
        #expect(limited.json?["links"]?["next"]?.string?.contains("&limit=1000&marker=") == true)
    }

    @Test func `Generated images are of several systems, built every week, with tags and properties`() {
        let images = SandboxImage.generated(9)
        #expect(
            images.map(\.name) == [
                "debian-12-20260101", "debian-13-20260101", "ubuntu-24.04-20260101", "rocky-9-20260101",
                "debian-12-20260108", "debian-13-20260108", "ubuntu-24.04-20260108", "rocky-9-20260108",
                "debian-12-20260115",
            ])
        #expect(images[0].tags == ["golden", "debian"] && images[4].tags == ["debian"])
        #expect(images[0].properties == ["os_distro": "debian", "os_version": "12"])
        #expect(Set(images.compactMap(\.createdAt)).count == 9)
        #expect(images.compactMap(\.createdAt) == images.compactMap(\.createdAt).sorted())
    }

    @Test func `Images of the configuration are there as they are described`() async throws {
        let image = SandboxImage(
            id: "0a0a0a0a-0000-4000-8000-000000000001", name: "mine", tags: ["t"], properties: ["os_distro": "arch"],
            owner: SandboxProject.examples[0].id)
        let cloud = TestCloud(.init(images: [image], generatedImages: 3))
        let token = try await cloud.token(cloud.directory.admin)
        let answer = await cloud.send("GET", "/image/v2/images?os_distro=arch&tag=t&name=mine", token: token)
        let found = answer.json?["images"]?.array ?? []
        #expect(found.map { $0["id"]?.string } == [image.id])
        #expect(found.first?["owner"]?.string == image.owner)
    }

    @Test(arguments: [("", 4), ("?limit=2", 2), ("?limit=1000", 4)])
    func `A page holds no more images than the cloud allows`(query: String, count: Int) async throws {
        let cloud = TestCloud(.init(generatedImages: 9, pageSize: 4))
        let token = try await cloud.token(cloud.directory.demo)
        let answer = await cloud.send("GET", "/image/v2/images" + query, token: token)
        #expect(answer.json?["images"]?.array?.count == count)
        #expect(answer.json?["next"]?.string?.hasPrefix("/v2/images?") == true)
    }
}
