import ImageSharing
import OpenStack
import TestSupport
import Testing

@testable import ImageAPI
@testable import Transport

/// What other projects offer to the token's project `owner`, which is a consumer here.
struct OffersTests {
    private static let start =
        "GET /image/v2/images?visibility=shared&member_status=pending&limit=1000&sort=created_at:asc"

    private static func image(
        _ number: Int, owner: String? = "other", visibility: String = "shared", isHidden: Bool = false
    ) -> String {
        let owner = owner.map { "\"\($0)\"" } ?? "null"
        return """
            {"id": "\(ImageID.numbered(number))", "name": "debian", "owner": \(owner), "visibility": "\(visibility)",
            "status": "active", "os_hidden": \(isHidden), "created_at": "2026-01-01T00:00:00Z", "tags": []}
            """
    }

    private static func page(_ images: [String], next: String? = nil) -> ScriptedTransport.Reply {
        let next = next.map { #", "next": "\#($0)""# } ?? ""
        return .status(200, #"{"images": [\#(images.joined(separator: ", "))]\#(next)}"#)
    }

    @Test func `Offers are listed page by page to the end, by the last image`() async throws {
        let transport = ScriptedTransport([
            Self.page([Self.image(1), Self.image(2)], next: "/v2/images?marker=x"), Self.page([Self.image(3)]),
        ])
        let offers = try await ImageClient(transport).offers()
        #expect(offers.project.description == "owner")
        #expect(offers.images.map(\.id) == (1...3).map { .numbered($0) })
        #expect(offers.images.map(\.owner) == ["other", "other", "other"])
        #expect(transport.lines == [Self.start, Self.start + "&marker=\(ImageID.numbered(2))"])
    }

    /// Glance lists a project's own shared images there, whatever their members say.
    @Test
    func `The project's own images are none that are offered to it, and public and hidden ones are nobody's offer`()
        async throws
    {
        let images = [
            Self.image(1, owner: "owner"), Self.image(2), Self.image(3, owner: nil),
            Self.image(4, visibility: "public"), Self.image(5, visibility: "community"),
            Self.image(6, isHidden: true),
        ]
        let offers = try await ImageClient(ScriptedTransport([Self.page(images)])).offers()
        #expect(offers.images.map(\.id) == [.numbered(2), .numbered(3)])
    }

    @Test func `A list that cannot be had to the end is none`() async throws {
        let transport = ScriptedTransport([
            Self.page([Self.image(1)], next: "/v2/images?marker=x"), .glance(403, "no"),
        ])
        let problem = await #expect(throws: Problem.self) { try await ImageClient(transport).offers() }
        #expect(problem?.code == .lookupForbidden)
    }

    @Test func `Whoever may not list is told whose token may, and by which policy`() async throws {
        let client = try ImageClient(ScriptedTransport([.glance(403, "no")]))
        let problem = await #expect(throws: Problem.self) { try await client.offers() }
        let hint = problem?.hint ?? ""
        #expect(hint.contains("policy get_images"))
        #expect(hint.contains("one of the project that is to have the images"))
        #expect(!hint.contains("owns the images"))
    }

    @Test func `An administrator, to whom every image is listed, is told to be a consumer`() async throws {
        let transport = ScriptedTransport([])
        let client = try ImageClient(transport, project: "p", roles: ["admin", "member"])
        let problem = await #expect(throws: Problem.self) { try await client.offers() }
        #expect(problem?.code == .lookupForbidden)
        #expect(problem?.message.contains("administrator") == true)
        #expect(problem?.hint?.contains("role member") == true)
        #expect(transport.lines.isEmpty)
    }

    @Test func `A token of a project that is not known lists nothing, nor one whose access rules forbid it`()
        async throws
    {
        let unknown = try ImageClient(ofUnknownProject: ScriptedTransport([]))
        let problem = await #expect(throws: Problem.self) { try await unknown.offers() }
        #expect(problem?.hint?.contains("OS_PROJECT_ID") == true)
        let rules = #"[{"service": "image", "method": "GET", "path": "/v2/images/**"}]"#
        let bound = try ImageClient(ScriptedTransport([]), project: "p", roles: ["member"], accessRules: rules)
        let refusal = await #expect(throws: Problem.self) { try await bound.offers() }
        #expect(refusal?.hint?.contains("GET /v2/images") == true)
    }

    @Test func `A consumer's own row is shown with its status`() async throws {
        let transport = ScriptedTransport([.status(200, Body.member("owner"))])
        let member = try await ImageClient(transport).ownMember(of: .numbered(1))
        #expect(
            member
                == ImageMember(
                    project: ProjectID(reported: "owner"), status: .pending, since: "2026-01-01T00:00:00Z"))
        #expect(transport.lines == ["GET /image/v2/images/\(ImageID.numbered(1))/members/owner"])
    }

    @Test(arguments: [
        (ScriptedTransport.Reply.status(200, Body.member("other")), ProblemCode.unexpectedResponse, "member owner"),
        (.status(200, Body.member("owner", of: "x")), .unexpectedResponse, "member owner"),
        (
            .glance(404, "owner not found in the member list of the image \(ImageID.numbered(1))."), .imageNotFound,
            "not offered"
        ),
        (
            .glance(404, "Image \(ImageID.numbered(1)) not found."), .imageNotFound,
            "not offered to this project any more"
        ),
        (.status(404, "nothing here"), .unexpectedResponse, "does not answer as the Image v2 API does"),
        (.glance(403, "Not allowed"), .forbidden, "Not allowed"),
    ])
    func `Where there is no such row, nobody takes that for a list without members`(
        _ reply: ScriptedTransport.Reply, _ code: ProblemCode, _ message: String
    ) async throws {
        let client = try ImageClient(ScriptedTransport([reply]))
        let setback = await #expect(throws: Setback.self) { try await client.ownMember(of: .numbered(1)) }
        #expect(setback?.problem.code == code)
        #expect(setback?.problem.message.contains(message) == true, "\(setback?.problem.message ?? "")")
        #expect(setback?.kind == .lasting)
    }
}
