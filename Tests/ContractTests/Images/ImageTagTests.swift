import Testing

/// The tags of an image, one at a time, and the schemas.
@Suite struct ImageTagTests {
    @Test("204 to tag, twice if one likes; 204 to take the tag off, then 404", arguments: Clouds.all, ["x", "a%20b"])
    func tags(cloud: CloudKind, tag: String) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage(["tags": ["kept"]])
            let path = image.path + "/tags/" + tag
            let name = tag == "x" ? "x" : "a b"
            for (method, status, left) in [
                ("PUT", 204, Set(["kept", name])), ("PUT", 204, ["kept", name]), ("DELETE", 204, ["kept"]),
                ("DELETE", 404, ["kept"]),
            ] {
                #expect(try await glance.send(method, path).status == status)
                let shown = try await glance.send("GET", image.path).json?["tags"]?.array ?? []
                #expect(Set(shown.compactMap(\.string)) == left)
            }
        }
    }

    @Test("who may not, and what is no tag", arguments: Clouds.all)
    func refused(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage(["tags": ["a"]])
            let long = String(repeating: "a", count: 256)
            let rows: [(String, String, Who, Int)] = [
                ("PUT", "/tags/b", .reader, 403), ("DELETE", "/tags/a", .reader, 403),
                ("PUT", "/tags/b", .consumer, 404), ("PUT", "/tags/" + long, .owner, 400),
                ("GET", "/tags/a", .owner, 405), ("GET", "/tags", .owner, 404),
            ]
            for (method, path, who, status) in rows {
                #expect(try await glance.send(method, image.path + path, as: who).status == status, "\(path)")
            }
            let absent = try await glance.send("PUT", "/v2/images/nothing/tags/a")
            #expect(absent.status == 404)
            #expect(absent.text.contains("Image nothing not found."))
        }
    }

    @Test("200 for the schemas", arguments: Clouds.all, ["image", "images", "member", "members"])
    func schemas(cloud: CloudKind, name: String) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("GET", "/v2/schemas/" + name)
            #expect(answer.status == 200)
            #expect(answer.json?["name"]?.string == name)
            let item = name == "images" ? answer.json?["properties"]?["images"]?["items"] : answer.json
            let properties = item?["properties"]
            if name.hasPrefix("image") {
                #expect(
                    properties?["visibility"]?["enum"]?.array?.compactMap(\.string)
                        == ["community", "public", "private", "shared"])
                #expect(properties?["name"]?["maxLength"] == 255)
                #expect(properties?["container_format"]?["enum"]?.array?.contains("bare") == true)
            }
            #expect(try await glance.send("POST", "/v2/schemas/" + name).allowed == ["GET"])
            #expect(try await glance.send("GET", "/v2/schemas/nothing").status == 404)
        }
    }
}
