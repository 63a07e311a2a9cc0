import Testing

@testable import GlanceSandbox

/// The rights to the members of an image, for each visibility and each caller.
@Suite struct MemberAccessTests {
    enum Who: String, CaseIterable, Sendable {
        case owner, reader, admin, consumer, stranger, unscoped, system
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let visibility: Visibility
        let who: Who
        /// Of list, create, show, delete and status, in this order.
        let statuses: [Int]

        init(_ visibility: Visibility, _ who: Who, _ statuses: Int...) {
            (self.visibility, self.who, self.statuses) = (visibility, who, statuses)
        }

        var testDescription: String { "\(visibility) \(who)" }
    }

    static let rows = [
        Row(.shared, .owner, 200, 200, 200, 204, 403),
        Row(.shared, .reader, 200, 403, 200, 403, 403),
        Row(.shared, .admin, 200, 200, 200, 204, 200),
        Row(.shared, .consumer, 200, 403, 200, 403, 200),
        Row(.shared, .stranger, 404, 404, 404, 404, 404),
        Row(.shared, .unscoped, 404, 404, 404, 404, 404),
        Row(.shared, .system, 404, 404, 404, 404, 404),
        Row(.private, .owner, 403, 403, 404, 403, 403),
        Row(.private, .admin, 403, 403, 404, 403, 403),
        Row(.private, .consumer, 404, 404, 404, 404, 404),
        Row(.public, .owner, 403, 403, 404, 403, 403),
        Row(.public, .admin, 403, 403, 404, 403, 403),
        Row(.public, .stranger, 403, 403, 404, 403, 403),
        Row(.community, .owner, 403, 403, 404, 403, 403),
        Row(.community, .consumer, 403, 403, 404, 403, 403),
    ]

    @Test(arguments: rows) func `Each caller has the rights that the image's visibility gives it`(row: Row) async throws
    {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        let consumer = cloud.directory.consumer.project.id
        #expect(await cloud.send("POST", cloud.members, token: owner, ["member": .string(consumer)]).status == 200)
        try await cloud.setVisibility(row.visibility)
        let token = try await token(row.who, cloud)
        let member = cloud.members + "/" + consumer
        let statuses = [
            await cloud.send("GET", cloud.members, token: token).status,
            await cloud.send("POST", cloud.members, token: token, ["member": "another"]).status,
            await cloud.send("GET", member, token: token).status,
        ]
        let status = await cloud.send("PUT", member, token: token, ["status": "accepted"]).status
        let deletion = await cloud.send("DELETE", member, token: token).status
        #expect(statuses + [deletion, status] == row.statuses)
    }

    private func token(_ who: Who, _ cloud: TestCloud) async throws -> String {
        let directory = cloud.directory
        return switch who {
        case .owner: try await cloud.token(directory.demo)
        case .reader: try await cloud.token(directory.demoReader)
        case .admin: try await cloud.token(directory.admin)
        case .consumer: try await cloud.token(directory.consumer)
        case .stranger: try await cloud.token(#require(directory.user(named: "consumer-1")))
        case .unscoped: try await cloud.token(directory.demo, scope: "unscoped")
        case .system: try await cloud.token(directory.admin, scope: ["system": ["all": true]])
        }
    }

    @Test func `A consumer sees its own row only`() async throws {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        let names = cloud.directory.consumerProjects.prefix(3).map(\.id)
        for name in names {
            _ = await cloud.send("POST", cloud.members, token: owner, ["member": .string(name)])
        }
        func list(_ token: String) async -> [String?] {
            let rows = await cloud.send("GET", cloud.members, token: token).json?["members"]?.array
            return (rows ?? []).map { $0["member_id"]?.string }
        }
        #expect(await list(owner) == names)
        let consumer = try await cloud.token(cloud.directory.consumer)
        #expect(await list(consumer) == [cloud.directory.consumer.project.id])
        #expect(await cloud.send("GET", cloud.members + "/" + names[1], token: consumer).status == 404)
        #expect(
            await cloud.send("PUT", cloud.members + "/" + names[1], token: consumer, ["status": "accepted"]).status
                == 404
        )
    }

    @Test func `Members survive the time in which their image is private`() async throws {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        _ = await cloud.send("POST", cloud.members, token: owner, ["member": "a"])
        try await cloud.setVisibility(.private)
        #expect(await cloud.send("GET", cloud.members, token: owner).status == 403)
        try await cloud.setVisibility(.shared)
        let rows = await cloud.send("GET", cloud.members, token: owner).json?["members"]?.array
        #expect(rows?.count == 1)
    }

    @Test func `A member that was deleted is absent`() async throws {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        _ = await cloud.send("POST", cloud.members, token: owner, ["member": "a"])
        #expect(await cloud.send("DELETE", cloud.members + "/a", token: owner).status == 204)
        let again = await cloud.send("DELETE", cloud.members + "/a", token: owner)
        #expect(again.status == 404)
        #expect(again.text.contains("a not found in the member list of the image \(cloud.image)."))
    }

    @Test(arguments: [
        ("", 400, "Body expected in request."),
        ("{}", 400, "Status not specified"),
        ("[]", 400, "Expected a status in the form"),
        ("{\"status\": \"agreed\"}", 400, "Incorrect request: Status must be"),
        ("{\"status\": 1}", 400, "Incorrect request: Status must be"),
        ("{\"status\": \"rejected\"}", 200, "\"status\": \"rejected\""),
    ])
    func `A membership's status is one of three, and nothing else`(body: String, status: Int, text: String) async throws
    {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        let consumer = cloud.directory.consumer.project.id
        _ = await cloud.send("POST", cloud.members, token: owner, ["member": .string(consumer)])
        let token = try await cloud.token(cloud.directory.consumer)
        let response = await cloud.cloud.answer(
            ServiceRequest(
                method: "PUT", target: cloud.members + "/" + consumer,
                headers: ["x-auth-token": token, "accept": "application/json"], body: Array(body.utf8))
        )
        #expect(response.status == status)
        #expect(response.text.contains(text), "\(response.text)")
    }

    @Test func `A name beyond ASCII or with a slash can be added, and not addressed`() async throws {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        #expect(await cloud.send("POST", cloud.members, token: owner, ["member": "é"]).status == 200)
        #expect(await cloud.send("POST", cloud.members, token: owner, ["member": "a/b"]).status == 200)
        #expect(await cloud.send("GET", cloud.members + "/%C3%A9", token: owner).status == 404)
        #expect(await cloud.send("GET", cloud.members + "/a%2Fb", token: owner).status == 404)
    }
}
