import Testing

@testable import GlanceSandbox

/// Paths below `/image`.
@Suite struct ImageRouteTests {
    @Test(arguments: [
        ("", ImageRoute.versions(explicit: false)), ("/", .versions(explicit: false)),
        ("/v1", .versions(explicit: false)), ("/v3/images", .versions(explicit: false)),
        ("/versions", .versions(explicit: true)), ("/healthcheck", .healthcheck), ("/v2", .root), ("/v2/", .unknown),
        ("/v2.9/images", .images), ("/v2/images", .images), ("/v2/images/", .unknown), ("/v2/images/a", .image("a")),
        ("/v2/images/a/members", .members("a")), ("/v2/images/a/members/", .unknown),
        ("/v2/images//members", .image("members")), ("/v2/images/a/members/b", .member("a", "b")),
        ("/v2/images/a/members/..", .member("a", "..")), ("/v2/images/a/members/b/c", .unknown),
        ("/v2/images/a/nothing", .unknown), ("/v2/nothing", .unknown), ("//v2//images", .images),
    ])
    func `A path leads where Glance leads it`(path: String, route: ImageRoute) {
        #expect(ImageRoute(path: path) == route)
    }

    @Test(
        arguments: [
            ("GET", "/image", 300, nil), ("GET", "/image/", 300, nil), ("GET", "/image/v1", 300, nil),
            ("GET", "/image/versions", 200, nil), ("GET", "/image/v2/", 404, nil), ("GET", "/image/v2", 302, nil),
            ("HEAD", "/image/v2/images/a/members", 405, "GET, POST"),
            ("PUT", "/image/v2/images/a/members", 405, "GET, POST"),
            ("POST", "/image/v2/images//members", 405, "GET, PATCH, DELETE"),
            ("POST", "/image/v2/images/a/members/b", 405, "GET, PUT, DELETE"),
            ("PUT", "/image/v2/images", 405, "GET, POST"),
            ("GET", "/image/v2/images/a/members/", 404, nil), ("BREW", "/image/v2/coffee", 501, nil),
        ] as [(String, String, Int, String?)])
    func `Every path and method has the status that Glance gives it`(
        method: String, path: String, status: Int, allow: String?
    ) async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.send(method, path, token: token)
        #expect(response.status == status)
        #expect(response.header("Allow") == allow)
    }

    @Test func `A GET with a body is refused`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        for path in [cloud.members, cloud.members + "/a", "/image/v2/images/\(cloud.image)"] {
            let response = await cloud.send("GET", path, token: token, [:])
            #expect(response.status == 400)
            #expect(response.text.contains("A body is not expected with this request."))
        }
    }

    @Test func `The list of versions names the address that was asked`() async {
        let response = await TestCloud().send("GET", "/image/versions")
        let versions = response.json?["versions"]?.array ?? []
        #expect(versions.contains { $0["id"] == "v2.17" && $0["status"] == "CURRENT" })
        #expect(versions.first?["links"]?.array?.first?["href"] == "http://127.0.0.1:9292/image/v2/")
    }

    @Test func `The caller's own request ID returns`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.send(
            "GET", cloud.members, token: token, headers: ["x-openstack-request-id": "req-mine"])
        #expect(response.header("X-Openstack-Request-Id") == "req-mine")
    }
}
