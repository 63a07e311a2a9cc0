import ImageSharing
import TestSupport
import Testing

@testable import ImageAPI
@testable import OpenStack
@testable import Transport

/// A 403 says nothing about its cause: the image tells it.
struct RefusalTests {
    private static let image = ImageID.numbered(1)

    @Test(
        arguments: [
            ("owner", "public", ProblemCode.imageNotShareable, "openstack image set --shared"),
            ("other", "public", .imageNotShareable, "only its owner, project other, could"),
            (nil, "public", .imageNotShareable, "only an administrator could"),
            ("owner", "community", .imageNotShareable, "openstack image set --shared"),
            ("owner", "private", .imageNotShareable, "openstack image set --shared"),
            ("other", "shared", .notImageOwner, "credentials of project other"),
            ("other", "private", .notImageOwner, "credentials of project other"),
            (nil, "shared", .notImageOwner, "have an administrator give it an owner"),
            ("owner", "shared", .forbidden, "reader"),
        ] as [(String?, String, ProblemCode, String)])
    func `The image explains a 403, to readers and writers alike`(
        owner: String?, visibility: String, code: ProblemCode, hint: String
    ) async throws {
        for isWriting in [true, false] {
            let transport = ScriptedTransport([
                .glance(403, "Not allowed"), .status(200, Body.image(owner: owner, visibility: visibility)),
            ])
            let client = try ImageClient(transport)
            let problem: Problem?
            if isWriting {
                let answer = await client.add(.numbered(7), to: Self.image)
                #expect(ResultKind(answer) == .imageRefused)
                problem = answer.problem
                #expect(problem?.member == .numbered(7))
            } else {
                problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            }
            #expect(problem?.code == code)
            #expect(problem?.httpStatus == 403)
            #expect(problem?.image == Self.image)
            #expect(problem?.hint?.contains(hint) == true)
            #expect(transport.lines.last == "GET /image/v2/images/\(Self.image)")
        }
    }

    @Test(arguments: ["private", "public"])
    func `An administrator is told of the visibility, not of the owner`(visibility: String) async throws {
        let transport = ScriptedTransport([
            .glance(403, "Not allowed"), .status(200, Body.image(owner: "other", visibility: visibility)),
        ])
        let client = try ImageClient(transport, project: "admins", roles: ["admin"])
        let answer = await client.add(.numbered(7), to: Self.image)
        #expect(answer.problem?.code == .imageNotShareable)
    }

    @Test(arguments: [("private", ProblemCode.imageNotShareable), ("shared", .forbidden)])
    func `Where the token's project is not known, nobody is told that the image is another's`(
        visibility: String, code: ProblemCode
    ) async throws {
        let transport = ScriptedTransport([
            .glance(403, "Not allowed"), .status(200, Body.image(owner: "other", visibility: visibility)),
        ])
        let client = try ImageClient(ofUnknownProject: transport)
        let answer = await client.add(.numbered(7), to: Self.image)
        #expect(answer.problem?.code == code)
        #expect(code != .forbidden || answer.problem?.hint?.contains("in project other") == true)
    }

    @Test(arguments: [404, 403, 300])
    func `Where the image cannot be had either, the 403 is all there is`(status: Int) async throws {
        let transport = ScriptedTransport([.glance(403, "Not allowed"), .status(status)])
        let answer = await (try ImageClient(transport)).add(.numbered(7), to: Self.image)
        #expect(answer.problem?.code == .forbidden)
        #expect(answer.problem?.message == "Not allowed")
    }

    @Test func `A 404 may mean absent or invisible, and asks no further`() async throws {
        let transport = ScriptedTransport([.glance(404, "Image \(Self.image) not found.")])
        let client = try ImageClient(transport)
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .imageNotFound)
        #expect(problem?.httpStatus == 404)
        #expect(problem?.message.contains("may not see it") == true)
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: [
        "404 page not found", "<html><h1>Not Found</h1></html>", "", "The resource could not be found.",
        "The requested URL /image/v2/images/\(image)/members was not found on this server.",
        "<h1>Not Found</h1>http://glance.test/v2/images/\(image)", "Cannot GET %2Fimages%2F\(image)",
        #"{"message": "no Route matched with /v2/images/\#(image)/members"}"#,
    ])
    func `A 404 that does not name the image is not Glance's`(body: String) async throws {
        for isWriting in [true, false] {
            let client = try ImageClient(ScriptedTransport([.status(404, body)]))
            let problem =
                isWriting
                ? await client.add(.numbered(7), to: Self.image).problem
                : await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            #expect(problem?.code == .unexpectedResponse)
            #expect(problem?.message.hasPrefix("http://glance.test/image does not answer as the Image v2 API") == true)
            #expect(problem?.hint?.contains("OS_IMAGE_ENDPOINT_OVERRIDE") == true)
        }
    }

    @Test(arguments: [
        "Image \(image) not found.", "No image found with ID \(image)", "Failed to find image '\(image)'",
    ])
    func `A 404 that names the image is Glance's`(message: String) async throws {
        let client = try ImageClient(ScriptedTransport([.glance(404, message)]))
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .imageNotFound)
    }

    @Test func `A 401 of Glance's is told without its talk of browsers`() async throws {
        let words =
            "This server could not verify that you are authorized to access the document you requested. Either you "
            + "supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply "
            + "the credentials required."
        let client = try ImageClient(ScriptedTransport { _ in .answer(.glance(401, words)) })
        let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
        #expect(problem?.code == .authenticationFailed)
        #expect(problem?.message == "Glance does not accept the token")
    }

    @Test func `Where access rules forbid a look at the image, a 403 says what would tell more`() async throws {
        let rules = #"[{"service": "image", "method": "POST", "path": "/v2/images/*/members"}]"#
        let transport = ScriptedTransport([.glance(403, "Not allowed")])
        let client = try ImageClient(transport, project: "owner", roles: ["member"], accessRules: rules)
        let answer = await client.add(.numbered(7), to: Self.image)
        #expect(answer.problem?.code == .forbidden)
        #expect(answer.problem?.hint?.contains("GET /v2/images/*") == true)
    }

    @Test func `A list of versions is no image API, wherever the real one is`() async throws {
        let body = """
            {"versions": [{"id": "v2.17", "status": "CURRENT", "links": [{"rel": "self", "href":
            "http://glance.test/glance/v2/"}]}, {"id": "v2.16", "links": [{"rel": "self", "href":
            "http://glance.test/glance/v2/"}]}]}
            """
        for status in [300, 404] {
            let client = try ImageClient(ScriptedTransport([.status(status, body)]))
            let problem = await #expect(throws: Problem.self) { try await client.members(of: Self.image) }
            #expect(problem?.code == .configurationInvalid)
            #expect(problem?.code.endsTheRun == true)
            #expect(problem?.httpStatus == status)
            #expect(problem?.message.contains("v2.17 at http://glance.test/glance/v2/") == true)
            #expect(problem?.hint == "set OS_IMAGE_ENDPOINT_OVERRIDE=http://glance.test/glance")
        }
    }

    @Test(arguments: [(OpenStackError.Code.tooLarge, 413), (.throttled, 429)])
    func `Whoever is turned away because the service asks for patience is told so`(
        code: OpenStackError.Code, status: Int
    ) {
        let error = OpenStackError(code, status: status, message: "slow down", retryAfter: .seconds(900))
        let problem = Problem(.notAsked(because: error), image: Self.image)
        #expect(problem.code == .throttled)
        #expect(problem.message.contains("asks to be left alone for longer"))
        #expect(problem.hint?.contains("--retry-for") == true)
    }
}
