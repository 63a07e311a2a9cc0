import ImageSharing
import OpenStack
import TestSupport
import Testing

@testable import ImageAPI
@testable import Transport

struct ListMembersTests {
    private static let image = ImageID.numbered(1)

    @Test func `Members come as Glance lists them, with one request`() async throws {
        let body = #"{"members": [\#(Body.member("b")), \#(Body.member("a"))], "schema": "/v2/schemas/members"}"#
        let transport = ScriptedTransport([.status(200, body)])
        let members = try await ImageClient(transport).members(of: Self.image)
        #expect(members.map(\.project.description) == ["b", "a"])
        #expect(members.map(\.status) == [.pending, .pending])
        #expect(transport.lines == ["GET /image/v2/images/\(Self.image)/members"])
    }

    @Test(arguments: ["owner", "other"])
    func `An empty list is believed of an image that has an owner, after one look at it`(owner: String) async throws {
        let transport = ScriptedTransport([.status(200, Body.members([])), .status(200, Body.image(owner: owner))])
        #expect(try await ImageClient(transport).members(of: Self.image).isEmpty)
        #expect(
            transport.lines == ["GET /image/v2/images/\(Self.image)/members", "GET /image/v2/images/\(Self.image)"])
    }

    @Test func `An empty list of an image without an owner is not believed: only administrators see its members`()
        async throws
    {
        let replies: [ScriptedTransport.Reply] = [
            .status(200, Body.members([])), .status(200, Body.image(owner: nil)),
        ]
        let clients = try [
            ImageClient(ScriptedTransport(replies)), ImageClient(ofUnknownProject: ScriptedTransport(replies)),
        ]
        for client in clients {
            let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            #expect(problem?.code == .notImageOwner)
            #expect(problem?.message.contains("belongs to no project") == true)
            #expect(problem?.hint?.contains("openstack image set --project PROJECT \(Self.image)") == true)
        }
        let administrator = try ImageClient(ScriptedTransport(replies), project: "admins", roles: ["admin"])
        #expect(try await administrator.members(of: Self.image).isEmpty)
    }

    @Test(arguments: ["deleted", "pending_delete"], [[], ["owner"], ["a", "a", "b"]])
    func `An image that is deleted and listed all the same is told of`(
        status: String, members: [String]
    ) async throws {
        for project in ["owner", "admins"] {
            let transport = ScriptedTransport([
                .status(200, Body.members(members)), .status(200, Body.image(owner: "owner", status: status)),
            ])
            let roles = project == "admins" ? ["admin"] : ["member"]
            let client = try ImageClient(transport, project: project, roles: roles)
            // An administrator's list of one member is like any other's.
            if project == "admins" && members.count == 1 { continue }
            let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            #expect(problem?.code == .imageNotShareable)
            #expect(problem?.message.contains(status) == true)
            #expect(problem?.hint?.contains("take it out of the manifest") == true)
        }
    }

    @Test func `Whoever wants to be sure looks at each image`() async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(["a", "b"])), .status(200, Body.image(owner: "owner", status: "deleted")),
        ])
        let client = ImageClient(session: try TestCloud(transport).session(), inspectsEachImage: true)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .imageNotShareable)
    }

    @Test func `Duplicate rows are handed on, after a look at the image`() async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(["a", "a", "b"])), .status(200, Body.image(owner: "owner")),
        ])
        #expect(try await ImageClient(transport).members(of: Self.image).count == 3)
        #expect(transport.sent.count == 2)
    }

    @Test func `A list that announces more is not taken for the whole`() async throws {
        let body = #"{"members": [\#(Body.member("a"))], "next": "/v2/images/x/members?marker=a"}"#
        let client = try ImageClient(ScriptedTransport([.status(200, body)]))
        let problem = await #expect(throws: Problem.self) { try await client.members(of: .numbered(1)) }
        #expect(problem?.code == .unexpectedResponse)
    }

    @Test func `Another image's answer says nothing of this one's owner`() async throws {
        let client = try ImageClient(ScriptedTransport([.status(200, Body.image(owner: "owner"))]))
        guard case .unknown(let problem) = await client.owner(of: .numbered(2)) else {
            Issue.record("believed")
            return
        }
        #expect(problem.code == .unexpectedResponse)
    }

    @Test func `Rows of another image are some cache's, and no list of this one's`() async throws {
        let foreign = Body.member("b", of: "\(ImageID.numbered(2))")
        for body in [
            #"{"members": [\#(foreign)]}"#, #"{"members": [\#(Body.member("a")), \#(foreign)]}"#,
            #"{"members": [\#(Body.member("a", of: ""))]}"#,
        ] {
            let client = try ImageClient(ScriptedTransport([.status(200, body)]))
            let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            #expect(problem?.code == .unexpectedResponse)
            #expect(problem?.message.contains("expected members of image \(Self.image) and of no other") == true)
        }
    }

    private static let membersOnly = """
        [{"service": "image", "method": "GET", "path": "/v2/images/*/members"},
        {"service": "image", "method": "POST", "path": "/v2/images/*/members"}]
        """

    @Test(arguments: [([], true), (["a", "a"], true), (["a", "b"], true), (["owner"], false)])
    func `Where access rules forbid the look, nothing is asked for that they refuse`(
        members: [String], isBelieved: Bool
    ) async throws {
        let transport = ScriptedTransport([.status(200, Body.members(members))])
        let client = try ImageClient(transport, project: "owner", roles: ["member"], accessRules: Self.membersOnly)
        if isBelieved {
            #expect(try await client.members(of: Self.image).count == members.count)
        } else {
            let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            #expect(problem?.code == .notImageOwner)
            #expect(problem?.hint?.contains("a rule for GET /v2/images/*") == true)
        }
    }

    @Test func `Whatever Glance took for a member is handed on`() async throws {
        let transport = ScriptedTransport([.status(200, Body.members(["a/b", "..", "", "caf\u{E9}"]))])
        let members = try await ImageClient(transport).members(of: Self.image)
        #expect(members.map(\.project.description) == ["a/b", "..", "", "caf\u{E9}"])
    }

    @Test(arguments: [["owner"], ["owner", "owner"]])
    func `A list of nothing but the token's own project is not believed of another's image`(
        members: [String]
    ) async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(members)), .status(200, Body.image(owner: "other")),
        ])
        let client = try ImageClient(transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .notImageOwner)
        #expect(problem?.image == Self.image)
        #expect(problem?.hint?.contains("other") == true)
    }

    @Test func `An owner that shares with itself is believed`() async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(["owner"])), .status(200, Body.image(owner: "owner")),
        ])
        #expect(try await ImageClient(transport).members(of: Self.image).count == 1)
    }

    @Test func `An ownerless image's lone row is not believed`() async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(["owner"])), .status(200, Body.image(owner: nil)),
        ])
        let client = try ImageClient(transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .notImageOwner)
    }

    @Test func `An administrator sees all, and is believed without another look`() async throws {
        let transport = ScriptedTransport([.status(200, Body.members(["admins"]))])
        let client = try ImageClient(transport, project: "admins", roles: ["admin"])
        #expect(try await client.members(of: Self.image).count == 1)
    }

    @Test func `A list with another's row needs no look at the image`() async throws {
        let transport = ScriptedTransport([.status(200, Body.members(["owner", "other"]))])
        #expect(try await ImageClient(transport).members(of: Self.image).count == 2)
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [["other"], ["other", "other"], ["owner"]])
    func `Where the token's project is not known, one member alone is not believed of another's image`(
        members: [String]
    ) async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(members)), .status(200, Body.image(owner: "somebody")),
        ])
        let client = try ImageClient(ofUnknownProject: transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .notImageOwner)
        #expect(problem?.message.contains("project somebody") == true)
        #expect(problem?.hint?.contains("OS_PROJECT_ID") == true)
        #expect(problem?.hint?.contains("auth.project_id") == true)
    }

    @Test func `Where the token's project is not known, an owner that is listed alone is believed`() async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(["owner"])), .status(200, Body.image(owner: "owner")),
        ])
        #expect(try await ImageClient(ofUnknownProject: transport).members(of: Self.image).count == 1)
    }

    @Test(arguments: [["a", "b"], ["a", "b", "c"]])
    func `Where the token's project is not known, several members are believed without another look`(
        members: [String]
    ) async throws {
        let transport = ScriptedTransport([.status(200, Body.members(members))])
        #expect(try await ImageClient(ofUnknownProject: transport).members(of: Self.image).count == members.count)
        #expect(transport.sent.count == 1)
    }

    @Test func `A service without tokens shows everything, and is believed without another look`() async throws {
        let transport = ScriptedTransport([.status(200, Body.members(["a"]))])
        let client = try ImageClient(transport) { .none(endpoint: $0) }
        #expect(try await client.members(of: Self.image).count == 1)
        #expect(transport.sent.first?.request.field("X-Auth-Token") == nil)
    }

    @Test func `Where the image behind a lone row cannot be had, the list is not believed`() async throws {
        let transport = ScriptedTransport([
            .status(200, Body.members(["owner"])), .glance(404, "Image \(Self.image) not found."),
        ])
        let client = try ImageClient(transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .imageNotFound)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "<html>", #"{"members": null}"#, #"{"members": [{"member_id": 5}]}"#,
        String(Body.members(["a", "b"]).dropLast(30)), #"{"versions": []}"#,
    ])
    func `A body that does not parse is not the API we know, and adds nothing`(body: String) async throws {
        let transport = ScriptedTransport([.status(200, body)])
        let client = try ImageClient(transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .unexpectedResponse)
    }

    @Test func `The versions of an unversioned address are not members`() async throws {
        let transport = ScriptedTransport([.status(300, #"{"versions": []}"#)])
        let client = try ImageClient(transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .unexpectedResponse)
        #expect(problem?.httpStatus == 300)
    }

    @Test func `A list is asked for again after what may pass`() async throws {
        let transport = ScriptedTransport([.status(503), .failure(.timedOut), .status(200, Body.members(["a"]))])
        #expect(try await ImageClient(transport).members(of: Self.image).count == 1)
    }
}
