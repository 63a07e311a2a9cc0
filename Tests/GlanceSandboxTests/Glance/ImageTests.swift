import Testing

@testable import GlanceSandbox

/// Images themselves: show, list, create, change, delete.
@Suite struct ImageTests {
    private func ids(_ response: ServiceResponse) -> [String] {
        (response.json?["images"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    @Test func `The pages of a list reach every image once`() async throws {
        let cloud = TestCloud(.init(generatedImages: 60))
        let token = try await cloud.token(cloud.directory.demo)
        var seen: [String] = []
        var next: String? = "/v2/images"
        var sizes: [Int] = []
        while let path = next {
            let response = await cloud.send("GET", "/image" + path, token: token)
            let page = ids(response)
            seen += page
            sizes.append(page.count)
            next = response.json?["next"]?.string
        }
        #expect(sizes == [25, 25, 10])
        #expect(Set(seen) == Set(cloud.configuration.generatedImageIDs))
        #expect(seen.count == 60)
    }

    @Test func `A full last page has an empty one after it`() async throws {
        let cloud = TestCloud(.init(generatedImages: 2))
        let token = try await cloud.token(cloud.directory.demo)
        let first = await cloud.send("GET", "/image/v2/images?limit=2", token: token)
        let next = try #require(first.json?["next"]?.string)
        let second = await cloud.send("GET", "/image" + next, token: token)
        #expect(ids(second).isEmpty)
        #expect(second.json?["next"] == nil)
        #expect(ids(await cloud.send("GET", "/image/v2/images?limit=0", token: token)).isEmpty)
    }

    @Test func `The link to the next page forgets all tags but the last`() async throws {
        let cloud = TestCloud(.init())
        let token = try await cloud.token(cloud.directory.demo)
        for _ in 0..<2 {
            _ = await cloud.send("POST", "/image/v2/images", token: token, ["name": "n", "tags": ["a", "b c"]])
        }
        let page = await cloud.send("GET", "/image/v2/images?tag=a&limit=1&tag=b%20c", token: token)
        #expect(ids(page).count == 1)
        #expect(page.json?["next"]?.string?.hasPrefix("/v2/images?tag=b+c&limit=1&marker=") == true)
        #expect(ids(await cloud.send("GET", "/image/v2/images?tag=a&tag=x", token: token)).isEmpty)
    }

    @Test(arguments: [
        ("limit=x", "limit param must be an integer"), ("limit=-1", "limit param must be positive"),
        ("marker=nothing", "No image found with ID nothing"), ("visibility=secret", "Invalid visibility value: secret"),
        ("member_status=maybe", "Invalid status: maybe"), ("os_hidden=maybe", "Invalid value 'maybe' for 'os_hidden'"),
        ("sort=colour:asc", "Invalid sort key: colour"), ("sort=name:up", "Invalid sort direction: up"),
        ("sort=name&sort_key=id", "Old and new sorting syntax"), ("name=neq:a", "Unable to filter by unknown operator"),
    ])
    func `A query that Glance does not understand is refused with the reason`(query: String, message: String)
        async throws
    {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.send("GET", "/image/v2/images?" + query, token: token)
        #expect(response.status == 400)
        #expect(response.text.contains(message), "\(response.text)")
    }

    @Test func `A list holds the images that its filters describe, in the order asked for`() async throws {
        let cloud = TestCloud(.init(generatedImages: 3))
        let token = try await cloud.token(cloud.directory.demo)
        func count(_ query: String) async -> Int {
            ids(await cloud.send("GET", "/image/v2/images?" + query, token: token)).count
        }
        #expect(await count("name=debian-12-20260101") == 1)
        #expect(await count("name=in:debian-12-20260101,%22debian-13-20260101%22") == 2)
        #expect(await count("id=in:\(cloud.image),nothing") == 1)
        #expect(await count("owner=\(cloud.directory.demo.project.id)") == 3)
        #expect(await count("owner=somebody") == 0)
        #expect(await count("visibility=shared") == 3)
        #expect(await count("visibility=private") == 0)
        #expect(await count("os_hidden=true") == 0)
        let sorted = await cloud.send("GET", "/image/v2/images?sort=name:asc", token: token)
        #expect(
            sorted.json?["images"]?.array?.map { $0["name"]?.string }
                == ["debian-12-20260101", "debian-13-20260101", "ubuntu-24.04-20260101"])
    }

    @Test func `A consumer's list holds what it has accepted`() async throws {
        let cloud = TestCloud()
        let owner = try await cloud.token(cloud.directory.demo)
        let consumer = try await cloud.token(cloud.directory.consumer)
        let project = cloud.directory.consumer.project.id
        _ = await cloud.send("POST", cloud.members, token: owner, ["member": .string(project)])
        func listed(_ query: String = "") async -> Int {
            ids(await cloud.send("GET", "/image/v2/images" + query, token: consumer)).count
        }
        #expect(await listed() == 0)
        #expect(await listed("?member_status=all") == 1)
        #expect(await listed("?member_status=pending") == 1)
        #expect(await cloud.send("GET", "/image/v2/images/\(cloud.image)", token: consumer).status == 200)
        _ = await cloud.send("PUT", cloud.members + "/" + project, token: consumer, ["status": "accepted"])
        #expect(await listed() == 1)
        try await cloud.setVisibility(.community)
        #expect(await listed() == 0)
        #expect(await listed("?visibility=community") == 1)
    }

    @Test func `A new image is queued, shared and its creator's`() async throws {
        let cloud = TestCloud(.init())
        let token = try await cloud.token(cloud.directory.demo)
        let body: JSONValue = [
            "name": "fresh", "disk_format": "raw", "container_format": "bare", "os_distro": "debian",
        ]
        let response = await cloud.send("POST", "/image/v2/images", token: token, body)
        #expect(response.status == 201)
        let image = try #require(response.json)
        #expect(image["visibility"] == "shared")
        #expect(image["status"] == "queued")
        #expect(image["os_distro"] == "debian")
        #expect(image["owner"]?.string == cloud.directory.demo.project.id)
        #expect(response.header("Location") == "http://127.0.0.1:9292/v2/images/" + (image["id"]?.string ?? ""))
    }

    @Test func `A new image that may not be is refused`() async throws {
        let cloud = TestCloud()
        let demo = try await cloud.token(cloud.directory.demo)
        let reader = try await cloud.token(cloud.directory.demoReader)
        let table: [(String, JSONValue, Int)] = [
            (reader, ["name": "a"], 403), (demo, ["visibility": "public"], 403), (demo, ["owner": "another"], 403),
            (demo, ["visibility": "secret"], 400), (demo, ["id": "nonsense"], 400), (demo, ["name": 1], 400),
            (demo, ["status": "active"], 403), (demo, ["id": .string(cloud.image)], 409), (demo, [1], 500),
        ]
        for (token, body, status) in table {
            let response = await cloud.send("POST", "/image/v2/images", token: token, body)
            #expect(response.status == status, "\(body.text)")
        }
    }

    @Test func `A change is refused for its form, its value or its author`() async throws {
        let cloud = TestCloud()
        let demo = try await cloud.token(cloud.directory.demo)
        let reader = try await cloud.token(cloud.directory.demoReader)
        let stranger = try await cloud.token(cloud.directory.consumer)
        let patch = "application/openstack-images-v2.1-json-patch"
        func change(_ path: String, _ value: JSONValue = "private") -> JSONValue {
            [["op": "replace", "path": .string(path), "value": value]]
        }
        let table: [(String, String, JSONValue, Int)] = [
            (demo, "application/json", change("/visibility"), 415), (demo, patch, [:], 400),
            (demo, patch, change("/visibility", "public"), 403), (demo, patch, change("/owner", "x"), 403),
            (demo, patch, change("/unknown"), 409), (demo, patch, change("visibility"), 400),
            (reader, patch, change("/visibility"), 403), (stranger, patch, change("/visibility"), 404),
            (demo, patch, change("/visibility", "private"), 200),
        ]
        for (token, type, body, status) in table {
            let response = await cloud.send(
                "PATCH", "/image/v2/images/\(cloud.image)", token: token, body, headers: ["content-type": type])
            #expect(response.status == status, "\(body.text)")
        }
    }

    @Test func `A deleted image is gone, and its ID stays used`() async throws {
        let cloud = TestCloud()
        let path = "/image/v2/images/\(cloud.image)"
        let demo = try await cloud.token(cloud.directory.demo)
        let reader = try await cloud.token(cloud.directory.demoReader)
        #expect(await cloud.send("DELETE", path, token: reader).status == 403)
        #expect(await cloud.patch("protected", true).status == 200)
        #expect(await cloud.send("DELETE", path, token: demo).status == 403)
        #expect(await cloud.patch("protected", false).status == 200)
        #expect(await cloud.send("DELETE", path, token: demo).status == 204)
        #expect(await cloud.send("DELETE", path, token: demo).status == 404)
        #expect(await cloud.send("GET", path, token: demo).status == 404)
        #expect(
            await cloud.send("POST", "/image/v2/images", token: demo, ["id": .string(cloud.image)]).status == 409)
    }

    @Test func `An unscoped token lists nothing`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo, scope: "unscoped")
        #expect(await cloud.send("GET", "/image/v2/images", token: token).status == 403)
    }
}
