import Testing

/// List images: what the filters leave.
@Suite struct ImageFilterTests {
    @Test("visibility, owner, name, id, tag, os_hidden", arguments: Clouds.all)
    func filters(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let tag = "t" + String(UInt64.random(in: .min ... .max), radix: 36)
            func make(_ name: String, _ visibility: JSON, _ more: [JSON] = [], hidden: JSON = false) async throws
                -> String
            {
                let name = JSON.string("\(tag)-\(name)")
                let tags = JSON.array([.string(tag)] + more)
                return try await glance.makeImage(
                    ["name": name, "visibility": visibility, "tags": tags, "os_hidden": hidden]
                ).id
            }
            let a = try await make("a", "shared", ["x"])
            let b = try await make("b", "private", ["x", "y"])
            let c = try await make("c", "community")
            let hidden = try await make("d", "shared", hidden: true)
            let owner = glance.cloud.owner.projectID
            let rows: [(String, [String])] = [
                ("", [a, b, c]), ("&visibility=shared", [a]), ("&visibility=private", [b]),
                ("&visibility=community", [c]), ("&visibility=public", []), ("&visibility=all", [a, b, c]),
                ("&owner=" + owner, [a, b, c]), ("&owner=nobody", []), ("&name=\(tag)-a", [a]),
                ("&name=in:\(tag)-a,\(tag)-b", [a, b]), ("&name=in:%22\(tag)-a%22,nothing", [a]),
                ("&id=\(b)", [b]), ("&id=in:\(a),\(c)", [a, c]), ("&tag=x", [a, b]), ("&tag=x&tag=y", [b]),
                ("&tag=x&tag=none", []), ("&os_hidden=true", [hidden]), ("&os_hidden=false", [a, b, c]),
                ("&status=queued", [a, b, c]), ("&status=active", []), ("&nonsense=1", []),
            ]
            for (query, expected) in rows {
                let answer = try await glance.send("GET", "/v2/images?tag=\(tag)\(query)")
                #expect(answer.images.sorted() == expected.sorted(), "\(query)")
            }
            let sorted = try await glance.send("GET", "/v2/images?tag=\(tag)&sort=name:asc")
            #expect(sorted.images == [a, b, c])
            let reversed = try await glance.send("GET", "/v2/images?tag=\(tag)&sort_key=name&sort_dir=desc")
            #expect(reversed.images == [c, b, a])
        }
    }

    @Test("a consumer lists what it accepted, and by member_status the rest", arguments: Clouds.all)
    func memberStatus(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            for status in ["pending", "accepted", "rejected"] {
                _ = try await glance.setStatus(status, of: consumer, in: image, as: .consumer)
                for asked in [nil, "all", "pending", "accepted", "rejected"] {
                    let query = asked.map { "&member_status=" + $0 } ?? ""
                    let answer = try await glance.send("GET", "/v2/images?id=\(image.id)\(query)", as: .consumer)
                    let isListed = asked == "all" || (asked ?? "accepted") == status
                    #expect(answer.images == (isListed ? [image.id] : []), "\(status), \(query)")
                }
            }
        }
    }

    @Test("who lists an image", arguments: Clouds.all)
    func visibilities(cloud: CloudKind) async throws {
        let rows: [(visibility: String, listed: Set<Who>, whenAsked: Set<Who>)] = [
            ("shared", [.owner, .reader, .admin], [.owner, .reader, .admin]),
            ("private", [.owner, .reader, .admin], [.owner, .reader, .admin]),
            ("community", [.owner, .reader], [.owner, .reader, .admin, .consumer]),
            ("public", [.owner, .reader, .admin, .consumer], [.owner, .reader, .admin, .consumer]),
        ]
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            for row in rows {
                _ = try await glance.change("visibility", of: image, to: .string(row.visibility))
                for (query, expected) in [("", row.listed), ("&visibility=" + row.visibility, row.whenAsked)] {
                    var listed: Set<Who> = []
                    for who in [Who.owner, .reader, .admin, .consumer] {
                        let answer = try await glance.send("GET", "/v2/images?id=\(image.id)\(query)", as: who)
                        if answer.images == [image.id] { listed.insert(who) }
                    }
                    #expect(listed == expected, "\(row.visibility) \(query)")
                }
            }
        }
    }
}
