import Testing

/// List images: conditions on times and numbers, and the order.
@Suite struct ImageConditionTests {
    @Test("times, sizes, protected, sort", arguments: Clouds.all)
    func conditions(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let tag = JSON.string("t" + String(UInt64.random(in: .min ... .max), radix: 36))
            let a = try await glance.makeImage(["name": "a", "tags": [tag], "min_disk": 1, "protected": true])
            let b = try await glance.makeImage(["name": "b", "tags": [tag], "min_ram": 512])
            let octets = ("Content-Type", "application/octet-stream")
            #expect(try await glance.send("PUT", b.path + "/file", headers: [octets], body: "12345").status == 204)
            let rows: [(String, [String]?)] = [
                ("created_at=gt:2020-01-01T00:00:00Z", [a.id, b.id]), ("created_at=lt:2020-01-01T00:00:00Z", []),
                ("created_at=gte:2020-01-01", [a.id, b.id]),
                ("created_at=lt:2199-01-01T00:00:00%2B01:00", [a.id, b.id]),
                ("updated_at=lte:20200101T000000Z", []), ("updated_at=neq:2020-01-01T00:00:00Z", [a.id, b.id]),
                ("created_at=2020-01-01T00:00:00Z", []), ("created_at=gt:x", nil), ("created_at=", nil),
                ("created_at=about:2020-01-01T00:00:00Z", nil), ("created_at=gt:2020-13-01T00:00:00Z", nil),
                ("protected=true", [a.id]), ("protected=false", [b.id]), ("protected=True", nil),
                ("size_min=5", [b.id]), ("size_max=4", []), ("size=5", [b.id]), ("size_min=x", nil),
                ("min_disk_min=1", [a.id]), ("min_ram_max=511", [a.id]), ("min_ram=512", [b.id]),
                ("status=active", [b.id]), ("status=in:active,queued", [a.id, b.id]),
                ("checksum=827ccb0eea8a706c4c34a16891f84e7b", [b.id]), ("name=a&name=b", [b.id]),
                ("deleted=true", [a.id, b.id]), ("changes-since=x", nil), ("limit=99999999999999999999", [a.id, b.id]),
            ]
            for (query, expected) in rows {
                let answer = try await glance.send("GET", "/v2/images?tag=\(tag.string ?? "")&\(query)")
                #expect(answer.status == (expected == nil ? 400 : 200), "\(query)")
                if let expected { #expect(Set(answer.images) == Set(expected), "\(query)") }
            }
            let sorted: [(String, [String]?)] = [
                ("sort=size:asc", [b.id, a.id]), ("sort=size:desc", [a.id, b.id]),
                ("sort=status,name:asc", [a.id, b.id]),
                ("sort=status:asc", [b.id, a.id]), ("sort=name:", [b.id, a.id]), ("sort=", nil), ("sort=name,", nil),
            ]
            for (query, expected) in sorted {
                let answer = try await glance.send("GET", "/v2/images?tag=\(tag.string ?? "")&\(query)")
                #expect(answer.status == (expected == nil ? 400 : 200), "\(query)")
                if let expected { #expect(answer.images == expected, "\(query)") }
            }
            #expect(try await glance.change("protected", of: a, to: false).status == 200)
        }
    }
}
