import Testing

/// Keystone: lists of projects, page by page.
@Suite struct ProjectPageTests {
    @Test(
        "pages follow each other by next, a whole address; all but a last one short of the limit are truncated",
        arguments: Clouds.all, [5: [5, 5, 2], 6: [6, 6, 0], 12: [12, 0], 13: [12]])
    func pages(cloud: CloudKind, row: (key: Int, value: [Int])) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let first = glance.cloud.authURL + "/projects?domain_id=\(domain)&limit=\(row.key)"
            var url: String? = first
            var sizes: [Int] = []
            var seen: [String] = []
            while let current = url, sizes.count < 5 {
                let answer = try await glance.askKeystone(at: current, as: .admin)
                try #require(answer.status == 200, "\(answer)")
                sizes.append(answer.projects.count)
                seen += answer.projects.compactMap { $0["id"]?.string }
                #expect(answer.json?["links"]?["self"]?.string == current)
                #expect(answer.json?["links"]?["previous"] == .null)
                url = answer.json?["links"]?["next"]?.string
                let isFull = answer.projects.count == row.key
                #expect(answer.json?["truncated"] == (isFull ? true : nil))
                #expect(url == (isFull ? first + "&marker=" + (seen.last ?? "") : nil))
            }
            #expect(sizes == row.value)
            #expect(seen == seen.sorted())
            #expect(Set(seen).count == ProjectSearchTests.all.count)
        }
    }

    @Test("a cloud's own limit on lists makes pages where nobody asks for them", arguments: Clouds.all)
    func listLimit(cloud: CloudKind) async throws {
        try await cloud.visit(pageSize: 10) { glance in
            let base = glance.cloud.limitedAuthURL + "/projects?name__icontains=consumer"
            var url: String? = base
            var sizes: [Int] = []
            while let current = url, sizes.count < 5 {
                let answer = try await glance.askKeystone(at: current, as: .admin)
                sizes.append(answer.projects.count)
                url = answer.json?["links"]?["next"]?.string
                guard let last = answer.projects.last?["id"]?.string, sizes.last == 10 else { continue }
                #expect(answer.json?["truncated"] == true)
                #expect(url == base + "&marker=\(last)&limit=10")
            }
            #expect(url == nil)
            #expect(sizes == [10, 10, 5])
            // Whoever asks for more gets more.
            let whole = try await glance.askKeystone(at: base + "&limit=100", as: .admin)
            #expect(whole.projects.count == 25)
            #expect(whole.json?["truncated"] == nil)
        }
    }

    /// Keystone cuts the page first, and leaves out what has no such tag or no such name then: what is left over can be
    /// on a page that none leads to.
    @Test(
        "tags, and parts of names, narrow a page that is cut already", arguments: Clouds.all,
        ["tags=golden-images", "tags-any=golden-images", "name__contains=pl"])
    func narrowed(cloud: CloudKind, condition: String) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let path = "/projects?domain_id=\(domain)"
            let all = try await glance.askKeystone(path, as: .admin).projects
            let wanted = try await glance.askKeystone(path + "&" + condition, as: .admin).projects
            #expect(wanted.count == (condition.hasPrefix("name") ? 4 : 5))
            let expected = all.prefix(2).filter(wanted.contains)
            let page = try await glance.askKeystone(path + "&limit=2&" + condition, as: .admin)
            #expect(page.projects == expected)
            #expect(page.json?["truncated"] == true)
            #expect((page.json?["links"]?["next"] == .null) == expected.isEmpty)
        }
    }

    @Test("limit 0 is no limit, and truncated all the same", arguments: Clouds.all)
    func limitZero(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.askKeystone("/projects?name=consumer&limit=0", as: .admin)
            #expect(answer.projects.count == 1)
            #expect(answer.json?["truncated"] == true)
            #expect(answer.json?["links"]?["next"]?.string?.contains("&limit=0&marker=") == true)
        }
    }

    @Test("500 for a limit that is no number", arguments: Clouds.all, ["x", "-1", "1.5"])
    func limitThatIsNone(cloud: CloudKind, limit: String) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.askKeystone("/projects?limit=" + limit, as: .admin)
            #expect(answer.status == 500)
            #expect(answer.type == "text/html")
        }
    }

    @Test("a marker may be of another domain, but must be there", arguments: Clouds.all)
    func marker(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let query = "/projects?domain_id=\(domain)&limit=20&marker="
            let marker = glance.cloud.consumer.projectID
            let answer = try await glance.askKeystone(query + marker, as: .admin)
            #expect(answer.status == 200)
            #expect(answer.projects.compactMap { $0["id"]?.string }.allSatisfy { $0 > marker })
            for absent in ["nothing", "00000000000000000000000000000000"] {
                let answer = try await glance.askKeystone(query + absent, as: .admin)
                #expect(answer.status == 404)
                #expect(answer.json?["error"]?["message"]?.string == "Marker \(absent) could not be found.")
            }
        }
    }
}
