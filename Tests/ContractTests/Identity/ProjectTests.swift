import Testing

/// Keystone: who may know of which project.
@Suite struct ProjectTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let who: Who?
        let isOwn: Bool
        let exists: Bool
        let status: Int

        var testDescription: String {
            "\(status) \(who.map { "\($0)" } ?? "nobody"), \(isOwn ? "own" : exists ? "another" : "no") project"
        }
    }

    static let rows = [
        Row(who: .owner, isOwn: true, exists: true, status: 200),
        Row(who: .owner, isOwn: false, exists: true, status: 403),
        Row(who: .owner, isOwn: false, exists: false, status: 403),
        Row(who: .admin, isOwn: false, exists: true, status: 200),
        Row(who: .admin, isOwn: false, exists: false, status: 404),
        Row(who: nil, isOwn: true, exists: true, status: 401),
    ]

    @Test("show project", arguments: Clouds.all, rows)
    func show(cloud: CloudKind, row: Row) async throws {
        try await cloud.visit { glance in
            let existing = row.isOwn ? glance.cloud.owner.projectID : glance.cloud.consumer.projectID
            let id = row.exists ? existing : "00000000000000000000000000000000"
            var headers = [("Accept", "application/json")]
            if let who = row.who { headers.append(("X-Auth-Token", try await glance.token(of: who).value)) }
            let answer = try await RawClient.send(
                "GET", glance.cloud.authURL + "/projects/" + id, headers: headers, body: nil)
            #expect(answer.status == row.status, "\(answer)")
            if row.status == 200 { #expect(answer.json?["project"]?["id"]?.string == id) }
            if row.status == 404 { #expect(answer.text.contains("Could not find project: \(id).")) }
        }
    }
}
