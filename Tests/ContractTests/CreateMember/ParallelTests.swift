import Testing

/// Create image member, by several callers at the same time.
@Suite struct ParallelTests {
    @Test("the same member eight times at once", arguments: Clouds.all)
    func sameMember(cloud: CloudKind) async throws {
        let rows = cloud.differs(
            sandbox: 1...1, openStack: 1...8,
            because: "Glance looks first and writes then, without a lock; the sandbox answers one request at a time"
        )
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await glance.add("a", to: image).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(statuses).isSubset(of: [200, 409]))
            let members = try await glance.members(of: image)
            #expect(Set(members) == ["a"])
            #expect(rows.contains(members.count))
            // Some of the 200s found the row of another just written, and wrote it once more.
            #expect(members.count <= statuses.count { $0 == 200 })
            // Each of the rows needs a DELETE of its own.
            for _ in members {
                #expect(try await glance.send("DELETE", image.member("a")).status == 204)
            }
            #expect(try await glance.send("DELETE", image.member("a")).status == 404)
        }
    }

    @Test("twelve members at once for an image that takes five", arguments: Clouds.all)
    func limit(cloud: CloudKind) async throws {
        let rows = cloud.differs(
            sandbox: 5...5, openStack: 5...12,
            because: "Glance counts first and writes then, without a lock; the sandbox answers one request at a time"
        )
        try await cloud.visit(.small) { glance in
            let image = try await glance.makeImage()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<12 {
                    group.addTask { try await glance.add("m\(index)", to: image).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(statuses).isSubset(of: [200, 413]))
            let members = try await glance.members(of: image)
            #expect(rows.contains(members.count))
            #expect(members.count == statuses.count { $0 == 200 })
        }
    }
}
