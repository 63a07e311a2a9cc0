import Testing

/// The values that an image's attributes may have, when it is made and when it is changed.
@Suite struct ImageAttributeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let attribute: String
        let value: JSON
        let status: Int
        /// Part of what the answer says.
        let says: String

        init(_ attribute: String, _ value: JSON, _ status: Int, _ says: String = "") {
            (self.attribute, self.value, self.status, self.says) = (attribute, value, status, says)
        }

        var testDescription: String { "\(status) \(attribute.prefix(20)) \(value.text.prefix(30))" }
    }

    private static let long = JSON.string(String(repeating: "a", count: 256))
    private static let tags = JSON.array((0..<129).map { .string("t\($0)") })

    static let created = [
        Row("name", long, 400, "is too long"), Row("name", 1, 400, "1 is not of type 'null', 'string'"),
        Row("name", "\u{1F600}", 400, "Name can't contain 4 byte unicode characters."), Row("name", .null, 201),
        Row("disk_format", "nonsense", 400, "'nonsense' is not one of [None, 'ami',"),
        Row("disk_format", "RAW", 400, "'RAW' is not one of"), Row("disk_format", "ploop", 201),
        Row("disk_format", .null, 201), Row("container_format", "zip", 400, "'zip' is not one of"),
        Row("container_format", "docker", 201),
        Row("min_disk", -1, 400, "Invalid value '-1' for parameter 'min_disk': Cannot be a negative value"),
        Row("min_disk", 2_147_483_648, 400, "'min_disk' value out of range, must not exceed 2147483647."),
        Row("min_disk", "1", 400, "'1' is not of type 'integer'"), Row("min_disk", 2_147_483_647, 201),
        Row("min_ram", true, 400, "True is not of type 'integer'"), Row("min_ram", 512, 201),
        Row("protected", "true", 400, "'true' is not of type 'boolean'"), Row("os_hidden", true, 201),
        Row("tags", [1], 400, "1 is not of type 'string'"), Row("tags", [long], 400, "is too long"),
        Row("tags", tags, 413, "number of allowed image tags. Attempted: 129, Maximum: 128"),
        Row("owner", "", 403), Row("owner", .null, 403), Row("owner", "another", 403),
        Row("visibility", "secret", 400, "'secret' is not one of ['community', 'public', 'private', 'shared']"),
        Row("visibility", "public", 403, "You are not authorized to complete publicize_image action."),
        Row("location", "x", 403, "Attribute 'location' is reserved."),
        Row("deleted", "x", 403, "Attribute 'deleted' is reserved."),
        Row("os_glance_x", "x", 403, "Attribute 'os_glance_x' is reserved."),
        Row("self", "x", 403, "Attribute 'self' is read-only."), Row("locations", [], 403, "'locations' is reserved."),
        Row("status", "active", 403, "Attribute 'status' is read-only."),
        Row("status", "odd", 400, "'odd' is not one of ['queued', 'saving',"),
        Row("size", 1, 403, "Attribute 'size' is read-only."),
        Row("checksum", "x", 403, "Attribute 'checksum' is read-only."),
        Row("id", "nonsense", 400, "'nonsense' does not match '^([0-9a-fA-F]){8}-"),
        Row("custom", 1, 400, "1 is not of type 'string'"), Row("custom", .null, 400, "None is not of type 'string'"),
        Row(String(repeating: "a", count: 255), "v", 201),
        Row(String(repeating: "a", count: 256), "v", 400, "Custom property should not be greater than 255 characters."),
    ]

    @Test("POST", arguments: Clouds.all, created)
    func create(cloud: CloudKind, row: Row) async throws {
        try await cloud.visit { glance in
            let body = JSON.object([row.attribute: row.value]).text
            let answer = try await glance.send("POST", "/v2/images", body: body)
            #expect(answer.status == row.status, "\(answer)")
            #expect(answer.text.contains(row.says), "\(answer)")
            if let id = answer.json?["id"]?.string {
                #expect(try await glance.send("DELETE", "/v2/images/" + id).status == 204)
            }
        }
    }

    static let changed = [
        Row("name", long, 400, "is too long"), Row("name", "other", 200),
        Row("disk_format", "nonsense", 400, "'nonsense' is not one of"), Row("disk_format", "qcow2", 200),
        Row("min_disk", -1, 400, "Cannot be a negative value"), Row("min_ram", 2_147_483_648, 400, "out of range"),
        Row("protected", "x", 400, "'x' is not of type 'boolean'"), Row("tags", "a", 400, "is not of type 'array'"),
        Row("tags", tags, 413, "Attempted: 129, Maximum: 128"), Row("tags", ["a"], 200),
        Row("visibility", "private", 200), Row("visibility", "secret", 400, "is not one of"),
        Row("visibility", "public", 403, "publicize_image"), Row("owner", "x", 403, "Owner can't be updated"),
        Row("location", "x", 403, "Attribute 'location' is reserved."),
        Row("status", "active", 403, "Attribute 'status' is read-only."),
        Row("size", 1, 403, "Attribute 'size' is read-only."), Row("os_distro", "arch", 200),
        Row("os_distro", 1, 400, "1 is not of type 'string'"),
        Row("unknown", "x", 409, "Property unknown does not exist."),
    ]

    @Test("PATCH", arguments: Clouds.all, changed)
    func change(cloud: CloudKind, row: Row) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage(["os_distro": "debian"])
            let answer = try await glance.change(row.attribute, of: image, to: row.value, as: .owner)
            #expect(answer.status == row.status, "\(answer)")
            #expect(answer.text.contains(row.says), "\(answer)")
            let shown = try await glance.send("GET", image.path).json
            #expect((shown?[row.attribute] == row.value) == (row.status == 200))
        }
    }

    @Test(
        "forms of a PATCH", arguments: Clouds.all,
        [
            #"[{"path": "/name", "value": "x"}]"#: "Unable to find `op` in JSON Schema change.",
            #"[{"op": "move", "path": "/name"}]"#: "Invalid operation: `move`.",
            #"[{"op": "add", "value": "x"}]"#: "Unable to find 'path' in JSON Schema change",
            #"[{"op": "add", "path": "/name"}]"#: #"requires a member named \"value\"."#,
            #"[{"op": "add", "path": "name", "value": "x"}]"#: #"does not start with \"/\"."#,
            #"[{"op": "add", "path": "/name/", "value": "x"}]"#: #"end with \"/\"."#,
            #"[{"op": "add", "path": "/name/x", "value": "x"}]"#: "Invalid JSON pointer for this resource: '/name/x'",
            #"[{"op": "add", "path": "/a~2", "value": "x"}]"#: "not part of a recognized escape sequence.",
            #"["x"]"#: "Operations must be JSON objects.", "{}": "must be a JSON array of operation objects.",
        ]
    )
    func forms(cloud: CloudKind, row: (key: String, value: String)) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let type = ("Content-Type", "application/openstack-images-v2.1-json-patch")
            let answer = try await glance.send("PATCH", image.path, headers: [type], body: row.key)
            #expect(answer.status == 400)
            #expect(answer.text.contains(row.value), "\(answer)")
        }
    }

    @Test("a PATCH is done whole or not at all", arguments: Clouds.all)
    func atomic(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let type = ("Content-Type", "application/openstack-images-v2.1-json-patch")
            let body = #"""
                [{"op": "add", "path": "/a~1b~0c", "value": "x"}, {"op": "replace", "path": "/unknown", "value": "x"}]
                """#
            #expect(try await glance.send("PATCH", image.path, headers: [type], body: body).status == 409)
            #expect(try await glance.send("GET", image.path).json?["a/b~c"] == nil)
            let first = #"[{"op": "add", "path": "/a~1b~0c", "value": "x"}]"#
            #expect(try await glance.send("PATCH", image.path, headers: [type], body: first).json?["a/b~c"] == "x")
        }
    }
}
