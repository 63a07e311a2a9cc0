import Testing

/// Show an image.
@Suite struct ImageShowTests {
    private static let keys: Set<String> = [
        "name", "disk_format", "container_format", "visibility", "size", "virtual_size", "status", "checksum",
        "protected", "min_ram", "min_disk", "owner", "os_hidden", "os_hash_algo", "os_hash_value", "id", "created_at",
        "updated_at", "tags", "self", "file", "schema",
    ]

    @Test("200 with everything there is to know", arguments: Clouds.all)
    func keys(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage(["tags": ["a", "b"], "os_distro": "debian"])
            let answer = try await glance.send("GET", image.path)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            let shown = try #require(answer.json)
            #expect(shown.keys == Self.keys.union(["os_distro"]))
            #expect(shown["id"]?.string == image.id)
            #expect(shown["owner"]?.string == glance.cloud.owner.projectID)
            #expect(shown["visibility"] == "shared")
            #expect(shown["status"] == "queued")
            #expect(shown["protected"] == false)
            #expect(Set(shown["tags"]?.array?.compactMap(\.string) ?? []) == ["a", "b"])
            #expect(shown["self"]?.string == image.path)
            #expect(shown["schema"] == "/v2/schemas/image")
        }
    }

    @Test("shared is what a new image is", arguments: Clouds.all)
    func defaultVisibility(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("POST", "/v2/images", body: #"{"name": "contract"}"#)
            #expect(answer.status == 201)
            #expect(answer.json?["visibility"] == "shared")
            let id = try #require(answer.json?["id"]?.string)
            #expect(answer.header("Location")?.hasSuffix("/v2/images/" + id) == true)
            #expect(answer.header("Location")?.hasPrefix("http://127.0.0.1:") == true)
            #expect(try await glance.send("DELETE", "/v2/images/" + id).status == 204)
        }
    }

    @Test("a member sees it, a stranger does not", arguments: Clouds.all)
    func members(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let stranger = try await glance.send("GET", image.path, as: .consumer)
            #expect(stranger.status == 404)
            #expect(stranger.text.contains("No image found with ID \(image.id)"))
            _ = try await glance.add(glance.cloud.consumer.projectID, to: image)
            #expect(try await glance.send("GET", image.path, as: .consumer).status == 200)
            #expect(try await glance.send("GET", image.path, as: .reader).status == 200)
        }
    }

    @Test("403 to change or delete it without the right", arguments: Clouds.all)
    func forbidden(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.change("name", of: image, to: "x", as: .reader).status == 403)
            #expect(try await glance.change("unknown", of: image, to: "x", as: .reader).status == 403)
            #expect(try await glance.change("unknown", of: image, to: "x", as: .owner).status == 409)
            #expect(try await glance.change("visibility", of: image, to: "public", as: .owner).status == 403)
            #expect(try await glance.change("owner", of: image, to: "x", as: .owner).status == 403)
            #expect(try await glance.change("name", of: image, to: "x", as: .consumer).status == 404)
            #expect(try await glance.send("DELETE", image.path, as: .reader).status == 403)
            #expect(try await glance.send("DELETE", image.path, as: .consumer).status == 404)
        }
    }

    @Test("204 to delete it, then 404, and its id is never free again", arguments: Clouds.all)
    func deleted(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.send("DELETE", image.path).status == 204)
            #expect(try await glance.send("DELETE", image.path).status == 404)
            #expect(try await glance.send("GET", image.path).status == 404)
            let body = JSON.object(["id": .string(image.id)]).text
            #expect(try await glance.send("POST", "/v2/images", body: body).status == 409)
        }
    }
}
