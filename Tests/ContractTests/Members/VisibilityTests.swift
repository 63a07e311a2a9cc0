import Testing

/// Members of an image that is not shared, or not any more.
@Suite struct VisibilityTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let visibility: String
        let who: Who
        /// Of list, show, status and delete, in this order.
        let statuses: [Int]

        init(_ visibility: String, _ who: Who, _ statuses: Int...) {
            (self.visibility, self.who, self.statuses) = (visibility, who, statuses)
        }

        var testDescription: String { "\(visibility), \(who): \(statuses)" }
    }

    static let rows = [
        Row("private", .owner, 403, 404, 403, 403), Row("private", .admin, 403, 404, 403, 403),
        Row("private", .consumer, 404, 404, 404, 404), Row("private", .unscoped, 404, 404, 404, 404),
        Row("public", .owner, 403, 404, 403, 403), Row("public", .admin, 403, 404, 403, 403),
        Row("public", .consumer, 403, 404, 403, 403), Row("public", .unscoped, 403, 404, 403, 403),
        Row("community", .owner, 403, 404, 403, 403), Row("community", .consumer, 403, 404, 403, 403),
        Row("shared", .unscoped, 404, 404, 404, 404), Row("shared", .system, 404, 404, 404, 404),
    ]

    @Test("list, show, status and delete of a member", arguments: Clouds.all, rows)
    func hidden(cloud: CloudKind, row: Row) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            try #require(
                try await glance.change("visibility", of: image, to: .string(row.visibility)).status == 200)
            let statuses = [
                try await glance.send("GET", image.members, as: row.who).status,
                try await glance.send("GET", image.member(consumer), as: row.who).status,
                try await glance.setStatus("accepted", of: consumer, in: image, as: row.who).status,
                try await glance.send("DELETE", image.member(consumer), as: row.who).status,
            ]
            #expect(statuses == row.statuses)
        }
    }

    @Test("what a list of members says of such an image", arguments: Clouds.all)
    func words(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage(["visibility": "private"])
            let list = try await glance.send("GET", image.members)
            #expect(
                list.text.contains(
                    "Not allowed to list members for image \(image.id): Only shared images have members."))
            let show = try await glance.send("GET", image.member("a"))
            #expect(show.text.contains("Only shared images have members."))
        }
    }

    @Test("members survive shared, then another visibility, then shared", arguments: Clouds.all, ["private", "public"])
    func survival(cloud: CloudKind, visibility: String) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            _ = try await glance.setStatus("accepted", of: consumer, in: image, as: .consumer)
            for visibility in [visibility, "shared"] {
                #expect(try await glance.change("visibility", of: image, to: .string(visibility)).status == 200)
            }
            #expect(try await glance.members(of: image) == [consumer])
            #expect(try await glance.send("GET", image.member(consumer)).json?["status"] == "accepted")
        }
    }
}
