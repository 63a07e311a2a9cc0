import Testing

/// Create image member: bodies that are refused.
@Suite struct BodyTests {
    @Test("the body", arguments: Clouds.all, BodyRow.all)
    func refused(cloud: CloudKind, row: BodyRow) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await glance.send("POST", image.members, body: row.body)
            #expect(answer.status == row.status)
            #expect(answer.text.contains(row.says), "\(answer)")
            #expect(answer.requestID?.hasPrefix("req-") == true)
            #expect(try await glance.members(of: image).isEmpty)
        }
    }

    /// The body is read before the image is looked for, and before the caller's role.
    @Test("400 comes before 403 and 404", arguments: Clouds.all, ["", "{", "{}", #"{"member": ""}"#])
    func bodyFirst(cloud: CloudKind, body: String) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let absent = TestImage(id: TestImage.absentID)
            #expect(try await glance.send("POST", image.members, as: .reader, body: body).status == 400)
            #expect(try await glance.send("POST", absent.members, body: body).status == 400)
        }
    }

    /// The database has the last word.
    @Test("403 and 404 come before 500", arguments: Clouds.all)
    func databaseLast(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let absent = TestImage(id: TestImage.absentID)
            let body = #"{"member": ["a"]}"#
            #expect(try await glance.send("POST", image.members, as: .reader, body: body).status == 403)
            #expect(try await glance.send("POST", absent.members, body: body).status == 404)
        }
    }

    @Test(
        "200 for what Python reads, though it is no JSON or no good one", arguments: Clouds.all,
        [
            #"{"member": "b", "member": "a"}"#, #"{"member": "a", "b": NaN}"#, #"{"member": "a", "b": 1e400}"#,
            " \t\r\n" + #"{"\u006dember": "\u0061"}"# + "\n", BodyRow.deep(900),
        ]
    )
    func taken(cloud: CloudKind, body: String) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            #expect(try await glance.send("POST", image.members, body: body).status == 200)
            #expect(try await glance.members(of: image) == ["a"])
        }
    }
}
