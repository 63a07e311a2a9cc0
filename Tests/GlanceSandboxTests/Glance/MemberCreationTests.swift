import Testing

@testable import GlanceSandbox

/// Create image member, row by row.
@Suite struct MemberCreationTests {
    @Test func `A new member is pending`() async throws {
        let time = TestTime()
        let cloud = TestCloud(.init(generatedImages: 1, now: { time.now }))
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.send(
            "POST", cloud.members, token: token, ["member": "f6a818c3d4aa458798ed86892e7150c0"])
        #expect(response.status == 200)
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("X-Openstack-Request-Id")?.hasPrefix("req-") == true)
        #expect(
            response.text == """
                {"member_id": "f6a818c3d4aa458798ed86892e7150c0", "image_id": "\(cloud.image)", "status": "pending", \
                "created_at": "2014-08-20T01:37:01Z", "updated_at": "2014-08-20T01:37:01Z", \
                "schema": "/v2/schemas/member"}
                """
        )
    }

    @Test(arguments: [
        ("", 400, "Body expected in request."),
        ("{", 400, "Malformed JSON in request body."),
        ("\"member\"", 400, "Unexpected body type. Expected list/dict."),
        ("[1]", 400, "Expected a member in the form: {\"member\": \"image_id\"}"),
        ("{}", 400, "Member to be added not specified"),
        ("{\"member\": \"\"}", 400, "Member can't be empty"),
        ("{\"member\": null}", 400, "Member can't be empty"),
        ("{\"member\": 0}", 400, "Member can't be empty"),
        ("{\"member\": []}", 400, "Member can't be empty"),
        ("{\"member\": [\"a\"]}", 500, "The server has either erred"),
        ("{\"member\": {\"a\": 1}}", 500, "The server has either erred"),
        ("{\"member\": true}", 500, "The server has either erred"),
        ("{\"member\": \"\\ud83d\\ude00\"}", 400, "Member can't contain 4 byte unicode characters."),
        ("{\"member\": \"\(String(repeating: "a", count: 255))\"}", 200, "pending"),
        ("{\"member\": \"\(String(repeating: "a", count: 256))\"}", 500, "The server has either erred"),
        ("{\"member\": \"a name with spaces\"}", 200, "a name with spaces"),
    ])
    func `A body is taken or refused, each with its own words`(body: String, status: Int, text: String) async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.cloud.answer(
            ServiceRequest(
                method: "POST", target: cloud.members, headers: ["x-auth-token": token], body: Array(body.utf8))
        )
        #expect(response.status == status)
        #expect(response.text.contains(text), "\(response.text)")
    }

    @Test func `A member that exists is a conflict`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        _ = await cloud.send("POST", cloud.members, token: token, ["member": "a"])
        let again = await cloud.send("POST", cloud.members, token: token, ["member": "a"])
        #expect(again.status == 409)
        #expect(again.text.contains("Member a is duplicated for image \(cloud.image)"))
    }

    @Test func `A full image says so before it says duplicate`() async throws {
        let cloud = TestCloud(.init(generatedImages: 1, memberLimit: 2))
        let token = try await cloud.token(cloud.directory.demo)
        for member in ["a", "b"] {
            #expect(await cloud.send("POST", cloud.members, token: token, ["member": .string(member)]).status == 200)
        }
        for member: JSONValue in ["c", "a", ["list"]] {
            let response = await cloud.send("POST", cloud.members, token: token, ["member": member])
            #expect(response.status == 413)
            #expect(response.header("Retry-After") == nil)
            #expect(
                response.text.contains(
                    """
                    Image member limit exceeded for image \(cloud.image): The limit has been exceeded on the number of \
                    allowed image members for this image. Attempted: 3, Maximum: 2:
                    """
                )
            )
        }
        _ = await cloud.send("DELETE", cloud.members + "/a", token: token)
        #expect(await cloud.send("POST", cloud.members, token: token, ["member": "c"]).status == 200)
    }

    @Test(arguments: ["00000000-0000-4000-8000-000000000000", "not-a-uuid", "%2e%2e"])
    func `An image that nobody knows takes no member`(id: String) async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.send("POST", "/image/v2/images/\(id)/members", token: token, ["member": "a"])
        #expect(response.status == 404)
    }

    @Test func `An ID in upper case is unknown, and so is a deleted image`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        let upper = "/image/v2/images/\(cloud.image.uppercased())/members"
        #expect(await cloud.send("POST", upper, token: token, ["member": "a"]).status == 404)
        #expect(await cloud.send("DELETE", "/image/v2/images/\(cloud.image)", token: token).status == 204)
        let response = await cloud.send("POST", cloud.members, token: token, ["member": "a"])
        #expect(response.status == 404)
        #expect(response.text.contains("Image \(cloud.image) not found."))
    }

    @Test func `Without a token nothing else is looked at`() async throws {
        let cloud = TestCloud()
        for (token, path) in [
            (nil, cloud.members), ("gone", cloud.members), (nil, "/image/v2/nothing"), (nil, "/image/v2"),
        ] {
            let response = await cloud.send("POST", path, token: token)
            #expect(response.status == 401)
            #expect(response.header("WWW-Authenticate") == "Keystone uri=\"http://127.0.0.1:9292/identity\"")
            #expect(response.header("X-Openstack-Request-Id") == nil)
        }
    }

    @Test func `An image without an owner is shared by administrators only`() async throws {
        let cloud = TestCloud()
        #expect(await cloud.patch("owner", nil).status == 200)
        let token = try await cloud.token(cloud.directory.demo)
        let response = await cloud.send("POST", cloud.members, token: token, ["member": "a"])
        #expect(response.status == 403)
        #expect(response.text.contains("You are not authorized to complete add_member action."))
        let admin = try await cloud.token(cloud.directory.admin)
        #expect(await cloud.send("POST", cloud.members, token: admin, ["member": "a"]).status == 200)
    }
}
