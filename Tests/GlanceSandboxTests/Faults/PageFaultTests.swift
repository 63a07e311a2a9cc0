import Testing

@testable import GlanceSandbox

/// Lists whose pages lead astray.
@Suite struct PageFaultTests {
    private let images = "/image/v2/images?limit=2&tag=a%20b"
    private let projects = "/identity/v3/projects?limit=2&tags=a"

    /// A page of a list, spoilt.
    private func spoil(_ fault: PageFault, _ target: String, next: String? = nil) -> JSONValue? {
        let request = ServiceRequest(method: "GET", target: target, headers: ["host": "127.0.0.1:9292"])
        let list: JSONValue = [["id": "1"], ["id": "2"]]
        var document: [JSONValue.Entry]
        if target.contains("/v3/") {
            let links: JSONValue = ["next": JSONValue(next), "self": "s", "previous": nil]
            document = [.init(key: "projects", value: list), .init(key: "links", value: links)]
        } else {
            document = [.init(key: "images", value: list)]
            if let next { document.append(.init(key: "next", value: .string(next))) }
        }
        return ServiceResponse(status: 200, json: .object(document)).spoilingPages(fault, of: request).json
    }

    @Test func `The next page is at another host`() {
        #expect(spoil(.elsewhere, images)?["next"]?.string == "http://elsewhere.invalid" + images)
        #expect(spoil(.elsewhere, projects)?["links"]?["next"]?.string == "http://elsewhere.invalid" + projects)
    }

    @Test func `Each page leads to itself`() {
        #expect(spoil(.repeat, images, next: "/v2/images?marker=1")?["next"] == "/v2/images?limit=2&tag=a%20b")
        #expect(spoil(.repeat, projects)?["links"]?["next"]?.string == "http://127.0.0.1:9292" + projects)
    }

    @Test func `The last page leads to the first again, at an address that was not there before`() {
        #expect(spoil(.endless, images)?["next"] == "/v2/images?tag=a+b&limit=3")
        #expect(spoil(.endless, "/image/v2/images?tag=a&marker=7")?["next"] == "/v2/images?tag=a&limit=26")
        #expect(spoil(.endless, images, next: "/v2/images?marker=1")?["next"] == "/v2/images?marker=1")
        #expect(
            spoil(.endless, projects)?["links"]?["next"] == "http://127.0.0.1:9292/identity/v3/projects?tags=a&limit=3")
    }

    @Test func `A list of Keystone's is cut half-way, without a next page`() {
        let cut = spoil(.cut, projects, next: "http://127.0.0.1:9292/identity/v3/projects?marker=1")
        #expect(cut?["projects"]?.array?.count == 1)
        #expect(cut?["truncated"] == true)
        #expect(cut?["links"]?["next"] == JSONValue.null)
        #expect(spoil(.cut, images)?["images"]?.array?.count == 2)
    }

    @Test(arguments: ["/image/v2/images/1/members", "/identity/v3/users"])
    func `Any other answer stays as it is`(target: String) throws {
        #expect(spoil(.repeat, target)?["next"] == nil)
        let fault = try Fault(specification: "pages=repeat")
        #expect(!fault.concerns(ServiceRequest(method: "GET", target: target)))
    }

    @Test func `A refusal has no pages`() {
        let refusal = ServiceResponse(status: 403, json: ["error": ["code": 403]])
        let request = ServiceRequest(method: "GET", target: projects)
        #expect(refusal.spoilingPages(.repeat, of: request).json == refusal.json)
    }

    @Test func `A running sandbox sends whoever follows in circles`() async throws {
        let fault = try Fault(specification: "pages=repeat")
        try await withSandbox(.init(generatedImages: 3, faults: [fault])) { sandbox, address in
            let client = WireClient(sandbox: sandbox, address: address)
            let token = try await client.token()
            let answer = try await client.send("GET", "/image/v2/images?limit=2", token: token)
            #expect(answer.json?["images"]?.array?.count == 2)
            #expect(answer.json?["next"] == "/v2/images?limit=2")
        }
    }
}
