import ImageSharing
import OpenStack
import TestSupport
import Testing

@testable import ImageAPI
@testable import Transport

struct ListImagesTests {
    private static let everything = ImageQuery(coveringAll: [ImageMatch()])
    private static let start = "GET /image/v2/images?owner=owner&limit=1000&sort=created_at:asc"

    /// A page of images of these numbers.
    private static func page(_ numbers: some Sequence<Int>, next: String? = nil) -> ScriptedTransport.Reply {
        let images = numbers.map { image(ImageID.numbered($0).description) }.joined(separator: ", ")
        let next = next.map { #", "next": "\#($0)""# } ?? ""
        return .status(200, #"{"images": [\#(images)], "first": "/v2/images", "schema": "s"\#(next)}"#)
    }

    private static func image(_ id: String, _ more: String = "") -> String {
        """
        {"id": "\(id)", "name": "debian", "owner": "owner", "visibility": "shared", "status": "active", "size": null,
        "tags": ["golden"], "created_at": "2026-01-01T00:00:00Z", "self": "/v2/images/\(id)"\(more)}
        """
    }

    private func problem(
        _ replies: [ScriptedTransport.Reply], _ query: ImageQuery = everything
    ) async throws -> Problem {
        let client = try ImageClient(ScriptedTransport(replies))
        return try #require(await #expect(throws: Problem.self) { try await client.images(query) })
    }

    @Test func `An image comes with its tags and with all attributes that are texts, but for links`() async throws {
        let more = """
            , "os_distro": "debian", "disk_format": "qcow2", "checksum": null, "min_ram": 0, "protected": false,
            "locations": [{"url": "x"}], "file": "f", "schema": "s", "updated_at": "u", "os_hidden": false,
            "hw_x": 7, "owner_specified.openstack.object": "images/debian"
            """
        let body = #"{"images": [\#(Self.image(ImageID.numbered(1).description, more))]}"#
        let images = try await ImageClient(ScriptedTransport([.status(200, body)])).images(Self.everything)
        let properties = [
            "os_distro": "debian", "disk_format": "qcow2", "owner_specified.openstack.object": "images/debian",
        ]
        #expect(
            images == [
                FoundImage(
                    id: .numbered(1), name: "debian", owner: "owner", tags: ["golden"], properties: properties,
                    createdAt: "2026-01-01T00:00:00Z")
            ])
    }

    @Test func `A list ends where its last page names no next one, also by an empty text`() async throws {
        let client = try ImageClient(ScriptedTransport([Self.page(1...2, next: "")]))
        #expect(try await client.images(Self.everything).count == 2)
    }

    @Test func `Pages follow each other by the last image, whatever the address of the next one says besides`()
        async throws
    {
        let transport = ScriptedTransport([
            Self.page(1...2, next: "/v2/images?marker=nonsense"), Self.page(3...4, next: "/image/v2/images?x=y"),
            Self.page([5], next: "http://glance.test/image/v2/images"), Self.page([]),
        ])
        let images = try await ImageClient(transport).images(Self.everything)
        #expect(images.map(\.id) == (1...5).map { ImageID.numbered($0) })
        let markers = [2, 4, 5].map { "\(Self.start)&marker=\(ImageID.numbered($0))" }
        #expect(transport.lines == [Self.start] + markers)
    }

    @Test(arguments: [
        "http://elsewhere.test/image/v2/images?marker=a", "https://glance.test/image/v2/images",
        "//elsewhere.test/v2/images",
        "http://glance.test:81/image/v2/images", "http://glance.test.elsewhere.test/image/v2/images",
        "http://glance.test@elsewhere.test/image/v2/images", "/v2/tasks", "/v2/images/../tasks", "v2/images",
        "/elsewhere/v2/images", "file:///v2/images",
    ])
    func `A next page of another host, scheme or path is refused, and nobody is asked for it`(next: String) async throws
    {
        let problem = try await problem([Self.page(1...2, next: next)])
        #expect(problem.code == .unexpectedResponse)
        #expect(problem.message.contains("not at \"\(next)\""))
        #expect(problem.hint?.contains("endpoint") == true)
    }

    @Test func `Pages that repeat are refused`() async throws {
        let problem = try await problem([Self.page(1...2, next: "/v2/images"), Self.page(2...3, next: "/v2/images")])
        #expect(problem.code == .unexpectedResponse)
        #expect(problem.message.contains("\(ImageID.numbered(2)) came again"))
    }

    @Test func `An empty page that another one is to follow is refused`() async throws {
        let problem = try await problem([Self.page(1...2, next: "/v2/images"), Self.page([], next: "/v2/images")])
        #expect(problem.code == .unexpectedResponse)
    }

    @Test func `A list that does not end is given up`() async throws {
        let client = try ImageClient(
            ScriptedTransport { sent in
                let first = (sent.number - 1) * 10_000
                return Self.page(first..<first + 10_000, next: "/v2/images")
            })
        let problem = await #expect(throws: Problem.self) { try await client.images(Self.everything) }
        #expect(problem?.code == .unexpectedResponse)
        #expect(problem?.message.contains("more than 100000 images") == true)
    }

    @Test func `Where an image goes away between two pages, the list begins anew`() async throws {
        let gone = ScriptedTransport.Reply.glance(400, "No image found with ID \(ImageID.numbered(2))")
        let transport = ScriptedTransport([Self.page(1...2, next: "/v2/images"), gone, Self.page([1, 3])])
        let images = try await ImageClient(transport).images(Self.everything)
        #expect(images.map(\.id) == [.numbered(1), .numbered(3)])
        #expect(transport.lines.last == Self.start)

        let endless = try ImageClient(
            ScriptedTransport { $0.number.isMultiple(of: 2) ? gone : Self.page(1...2, next: "/v2/images") })
        let problem = await #expect(throws: Problem.self) { try await endless.images(Self.everything) }
        #expect(problem?.code == .cloudUnavailable)
        #expect(problem?.message.contains("5 times") == true)
    }

    @Test func `Another 400 is no image that has gone`() async throws {
        let refusal = ScriptedTransport.Reply.glance(400, "No image found with ID \(ImageID.numbered(7))")
        for replies in [[refusal], [Self.page(1...2, next: "/v2/images"), refusal]] {
            #expect(try await problem(replies).code == .unexpectedResponse)
        }
    }

    @Test(arguments: [
        "[]", "{}", #"{"images": null}"#, #"{"images": [{}]}"#, #"{"images": ["a"]}"#, "<html>",
        #"{"images": [{"id": 1}]}"#, #"{"images": [], "next": 5}"#, #"{"images": [\#(image("nonsense"))]}"#,
        #"{"images": [\#(image(""))]}"#, #"{"images": [\#(image("00000000000040008000000000000001"))]}"#,
    ])
    func `What is no list of images is refused`(body: String) async throws {
        let problem = try await problem([.status(200, body)])
        #expect(problem.code == .unexpectedResponse)
        #expect(!problem.code.endsTheRun)
    }

    /// Glance takes such an ID from whoever makes an image with one of their own.
    @Test func `An image with an ID in upper case is left out, and pages go on behind it`() async throws {
        let id = "ABCDEF00-0000-4000-8000-000000000001"
        let transport = ScriptedTransport([
            .status(200, #"{"images": [\#(Self.image(id))], "next": "/v2/images"}"#), Self.page([2]),
        ])
        #expect(try await ImageClient(transport).images(Self.everything).map(\.id) == [.numbered(2)])
        #expect(transport.lines.last == Self.start + "&marker=" + id)
    }

    @Test func `Images of others are left out, should they be listed`() async throws {
        let images =
            ["owner", "other"].enumerated().map { index, owner in
                Self.image(ImageID.numbered(index).description).replacing(
                    #""owner": "owner""#, with: #""owner": "\#(owner)""#)
            } + [Self.image(ImageID.numbered(2).description).replacing(#""owner": "owner""#, with: #""owner": null"#)]
        let body = #"{"images": [\#(images.joined(separator: ", "))]}"#
        let found = try await ImageClient(ScriptedTransport([.status(200, body)])).images(Self.everything)
        #expect(found.map(\.id) == [.numbered(0)])
    }

    @Test(arguments: [
        (ImageMatch(name: NamePattern("debian 12+")), "&name=debian%2012%2B"),
        (ImageMatch(name: NamePattern("ü&owner=x")), "&name=%C3%BC%26owner%3Dx"),
        (ImageMatch(name: NamePattern("in:a,b")), ""), (ImageMatch(name: NamePattern("a:b")), ""),
        (ImageMatch(name: NamePattern("")), ""), (ImageMatch(name: NamePattern("\u{0}a")), ""),
        (ImageMatch(name: NamePattern("😀")), ""), (ImageMatch(name: NamePattern("debian-*")), ""),
        (ImageMatch(name: NamePattern("\"a\"")), "&name=%22a%22"),
        (ImageMatch(tags: ["b", "a c", "in:x", ""]), "&tag=a%20c&tag=b"),
        (ImageMatch(properties: ["os_distro": "debian", "arch": "x 86"]), "&arch=x%2086&os_distro=debian"),
        (ImageMatch(properties: ["limit": "1", "visibility": "all", "disk_format": "raw", "size_min": "1"]), ""),
        (ImageMatch(properties: ["a b": "1", "": "1", "é": "1", "a&b": "1", "x": "in:a", "y": ""]), ""),
        (ImageMatch(name: NamePattern(String(repeating: "a", count: 3000)), tags: ["t"]), "&tag=t"),
        (ImageMatch(ids: [.numbered(1)]), ""),
    ])
    func `Glance is asked for as much of a match as it reads as it is meant`(match: ImageMatch, query: String)
        async throws
    {
        let transport = ScriptedTransport([Self.page([])])
        #expect(try await ImageClient(transport).images(ImageQuery(coveringAll: [match])).isEmpty)
        #expect(transport.lines == [Self.start + query])
    }

    @Test func `All images of the project are those of two lists, and one in both comes once`() async throws {
        let transport = ScriptedTransport([Self.page(1...2), Self.page(2...3)])
        #expect(try await ImageClient(transport).ownedImages().map(\.id) == (1...3).map { .numbered($0) })
        #expect(transport.lines == [Self.start, Self.start + "&os_hidden=true"])
    }

    @Test func `A token of a project that is not known lists nothing`() async throws {
        let client = try ImageClient(ofUnknownProject: ScriptedTransport([]))
        let problem = await #expect(throws: Problem.self) { try await client.images(Self.everything) }
        #expect(problem?.code == .lookupForbidden)
        #expect(problem?.hint?.contains("OS_PROJECT_ID") == true)
    }

    @Test func `Access rules that do not allow it are told of without a request`() async throws {
        let rules = #"[{"service": "image", "method": "GET", "path": "/v2/images/**"}]"#
        let transport = ScriptedTransport([])
        let client = try ImageClient(transport, project: "owner", roles: ["member"], accessRules: rules)
        let problem = await #expect(throws: Problem.self) { try await client.images(Self.everything) }
        #expect(problem?.code == .lookupForbidden)
        #expect(problem?.hint?.contains("GET /v2/images of service image") == true)
    }

    @Test(arguments: [
        (403, ProblemCode.lookupForbidden), (404, .unexpectedResponse), (413, .unexpectedResponse),
        (405, .unexpectedResponse), (409, .unexpectedResponse), (500, .cloudUnavailable), (429, .throttled),
    ])
    func `A refusal is a problem of the lookup alone`(status: Int, code: ProblemCode) async throws {
        let cloud = TestCloud(ScriptedTransport { _ in .glance(status, "no") }, retryFor: .zero)
        let client = ImageClient(session: try cloud.session())
        let problem = await #expect(throws: Problem.self) { try await client.images(Self.everything) }
        #expect(problem?.code == code)
        #expect(problem?.hint != nil)
        #expect(problem?.image == nil)
        #expect(problem?.code.endsTheRun == false)
    }

    @Test func `A list that fails for a moment is asked for again`() async throws {
        let transport = ScriptedTransport([.status(503), .failure(.timedOut), Self.page([1])])
        #expect(try await ImageClient(transport).images(Self.everything).count == 1)
    }
}
