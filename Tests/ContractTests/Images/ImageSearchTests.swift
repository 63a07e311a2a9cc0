import Testing

/// List images: found by what they are, and how old.
@Suite struct ImageSearchTests {
    private let tag = "t" + String(UInt64.random(in: .min ... .max), radix: 36)

    private func make(_ name: String, _ attributes: [String: JSON] = [:], _ glance: Visit) async throws -> String {
        let tags = attributes["tags"]?.array ?? []
        let given: [String: JSON] = ["name": .string(name), "tags": .array([.string(tag)] + tags)]
        return try await glance.makeImage(.object(attributes.merging(given) { _, given in given })).id
    }

    @Test("names, tags and properties", arguments: Clouds.all)
    func conditions(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let old = try await make("debian-12-1", ["os_distro": "debian", "tags": ["golden", "a,b"]], glance)
            let new = try await make("debian-12-2", ["os_distro": "debian", "arch": "x 86"], glance)
            let other = try await make("ubuntu", ["os_distro": "ubuntu", "tags": ["golden", "ü/c"]], glance)
            let owner = glance.cloud.owner.projectID
            let rows: [(String, [String])] = [
                ("os_distro=debian", [new, old]), ("os_distro=Debian", []), ("os_distro=", []),
                ("os_distro=debian&arch=x%2086", [new]), ("os_distro=debian&arch=x+86", [new]),
                // Operators are for Glance's own attributes, and globs are for nothing.
                ("os_distro=in:debian,ubuntu", []), ("name=debian-12-*", []), ("name=debian-12", []),
                ("name=DEBIAN-12-1", []), ("name=in:debian-12-1,debian-12-2,nothing", [new, old]), ("name=", []),
                ("tag=golden", [other, old]), ("tag=golden&os_distro=debian", [old]), ("tag=golden&tag=a,b", [old]),
                ("tag=%C3%BC%2Fc", [other]), ("tag=Golden", []), ("tag=", []),
                ("status=in:queued,active&tag=golden", [other, old]),
                // Of a name that is there twice, the last counts, but for tags; of parameters, the first, and the other
                // is a condition on an attribute.
                ("visibility=private&visibility=shared", []),
                ("visibility=shared&visibility=shared&name=ubuntu", [other]),
                ("limit=9&limit=9", []), ("sort=name&sort=name", []),
                ("name=ubuntu&name=debian-12-1", [old]), ("owner=nobody&owner=\(owner)&tag=golden", [other, old]),
            ]
            for (query, expected) in rows {
                let answer = try await glance.send("GET", "/v2/images?tag=\(tag)&\(query)")
                #expect(answer.images == expected, "\(query)")
            }
        }
    }

    /// Glance keeps microseconds and shows seconds: the order of a list knows more than what is in it.
    @Test("the newest come first, even of one second", arguments: Clouds.all)
    func age(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            var ids: [String] = []
            for index in 0..<4 { ids.append(try await make("n\(index)", [:], glance)) }
            for (query, expected) in [
                ("", Array(ids.reversed())), ("&sort=created_at", Array(ids.reversed())),
                ("&sort=created_at:desc,id:asc", Array(ids.reversed())), ("&sort=created_at:asc", ids),
                ("&sort_key=created_at&sort_dir=asc", ids), ("&sort=name:desc", Array(ids.reversed())),
            ] {
                let answer = try await glance.send("GET", "/v2/images?tag=\(tag)\(query)")
                #expect(answer.images == expected, "\(query)")
                for image in answer.json?["images"]?.array ?? [] {
                    let moment = image["created_at"]?.string ?? ""
                    #expect(moment.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(moment)")
                }
            }
            let first = try await glance.send("GET", "/v2/images/" + ids[0]).json?["created_at"]?.string ?? ""
            let since = try await glance.send("GET", "/v2/images?tag=\(tag)&created_at=gte:\(first)")
            #expect(since.images == ids.reversed())
        }
    }

    @Test("next repeats the conditions, encoded as Glance does it", arguments: Clouds.all)
    func next(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            for name in ["a b", "ü"] { _ = try await make(name, ["os_distro": "debian"], glance) }
            let query = "/v2/images?tag=\(tag)&os_distro=debian&name=in:a%20b,%C3%BC&sort=name:asc&limit=1"
            let page = try await glance.send("GET", query)
            let marker = try #require(page.images.first)
            let written = "/v2/images?tag=\(tag)&os_distro=debian&name=in%3Aa+b%2C%C3%BC&sort=name%3Aasc&limit=1"
            #expect(page.json?["first"]?.string == written)
            #expect(page.json?["next"]?.string == written + "&marker=" + marker)
            let last = try await glance.send("GET", written + "&marker=" + marker)
            #expect(last.images.count == 1 && last.images != page.images)
        }
    }

    @Test(
        "an image that goes between two pages: its successors stay, but it is no marker any more", arguments: Clouds.all
    )
    func deletion(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            var ids: [String] = []
            for index in 0..<5 { ids.insert(try await make("n\(index)", [:], glance), at: 0) }
            let page = try await glance.send("GET", "/v2/images?limit=2&tag=" + tag)
            #expect(page.images == Array(ids[..<2]))
            let next = try #require(page.json?["next"]?.string)
            _ = try await glance.send("DELETE", "/v2/images/" + ids[2])
            let second = try await glance.send("GET", next)
            #expect(second.images == Array(ids[3...]))
            _ = try await glance.send("DELETE", "/v2/images/" + ids[1])
            let refusal = try await glance.send("GET", next)
            #expect(refusal.status == 400)
            #expect(refusal.text.contains("No image found with ID \(ids[1])"))
            // An image made meanwhile is on a page that has gone by.
            let newest = try await make("n5", [:], glance)
            #expect(try await glance.send("GET", "/v2/images?limit=1&tag=" + tag).images == [newest])
        }
    }
}
