import Testing

/// List images, page by page.
@Suite struct ImageListTests {
    /// Images of one test, found by a tag of their own.
    private func make(_ count: Int, _ glance: Visit, more: [String] = []) async throws -> (tag: String, ids: [String]) {
        let tag = "t" + String(UInt64.random(in: .min ... .max), radix: 36)
        var ids: [String] = []
        for _ in 0..<count {
            let tags = ([tag] + more).map(JSON.string)
            ids.append(try await glance.makeImage(["tags": .array(tags)]).id)
        }
        return (tag, ids)
    }

    @Test("pages follow each other by next, a path relative to the host", arguments: Clouds.all)
    func pages(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let (tag, ids) = try await make(5, glance)
            var seen: [String] = []
            var sizes: [Int] = []
            var path: String? = "/v2/images?limit=2&tag=" + tag
            while let current = path {
                let page = try await glance.send("GET", current)
                try #require(page.status == 200)
                #expect(page.json?["first"]?.string == "/v2/images?limit=2&tag=" + tag)
                #expect(page.json?["schema"] == "/v2/schemas/images")
                seen += page.images
                sizes.append(page.images.count)
                path = page.json?["next"]?.string
                if let path {
                    let marker = try #require(page.images.last)
                    #expect(path == "/v2/images?limit=2&tag=\(tag)&marker=\(marker)")
                }
            }
            #expect(sizes == [2, 2, 1])
            #expect(seen.sorted() == ids.sorted())
        }
    }

    @Test("25 in a page, unless told otherwise", arguments: Clouds.all)
    func defaultLimit(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let (tag, ids) = try await make(26, glance)
            let page = try await glance.send("GET", "/v2/images?tag=" + tag)
            #expect(page.images.count == 25)
            let next = try #require(page.json?["next"]?.string)
            let last = try await glance.send("GET", next)
            #expect(last.json?["next"] == nil)
            #expect((page.images + last.images).sorted() == ids.sorted())
        }
    }

    @Test("a page that is just full has a successor, which is empty", arguments: Clouds.all)
    func fullPage(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let (tag, _) = try await make(2, glance)
            let page = try await glance.send("GET", "/v2/images?limit=2&tag=" + tag)
            #expect(page.images.count == 2)
            let last = try await glance.send("GET", try #require(page.json?["next"]?.string))
            #expect(last.status == 200)
            #expect(last.images.isEmpty)
            #expect(last.json?["next"] == nil)
        }
    }

    @Test("limit 0 is an empty page without a successor", arguments: Clouds.all)
    func limitZero(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let page = try await glance.send("GET", "/v2/images?limit=0")
            #expect(page.json == ["images": [], "first": "/v2/images?limit=0", "schema": "/v2/schemas/images"])
        }
    }

    /// Glance writes each name once into `next`: a client must put its own query there again.
    @Test("next keeps the last of several tags only", arguments: Clouds.all)
    func tags(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let (tag, _) = try await make(2, glance, more: ["b c"])
            let page = try await glance.send("GET", "/v2/images?tag=\(tag)&limit=1&tag=b%20c")
            #expect(page.images.count == 1)
            let marker = try #require(page.images.first)
            #expect(page.json?["next"]?.string == "/v2/images?tag=b+c&limit=1&marker=\(marker)")
        }
    }

    @Test("400 for a marker that is no image", arguments: Clouds.all, [TestImage.absentID, "nonsense"])
    func badMarker(cloud: CloudKind, marker: String) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("GET", "/v2/images?marker=" + marker)
            #expect(answer.status == 400)
            #expect(answer.text.contains("No image found with ID \(marker)"))
        }
    }

    @Test(
        "400 for a query that says nothing", arguments: Clouds.all,
        [
            "limit=x": "limit param must be an integer", "limit=": "limit param must be an integer",
            "limit=-1": "limit param must be positive", "visibility=secret": "Invalid visibility value: secret",
            "member_status=maybe": "Invalid status: maybe", "os_hidden=maybe": "Invalid value 'maybe' for 'os_hidden'",
            "sort=colour": "Invalid sort key: colour. It must be one of the following: name, status,",
            "sort=name:up": "Invalid sort direction: up", "name=a:b": "Unable to filter by unknown operator 'a'.",
            "name=in:%22a": "The quote is not closed.",
        ]
    )
    func refused(cloud: CloudKind, row: (key: String, value: String)) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.send("GET", "/v2/images?" + row.key)
            #expect(answer.status == 400)
            #expect(answer.text.contains(row.value), "\(answer)")
        }
    }
}
