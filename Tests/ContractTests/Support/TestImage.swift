/// An image that a test made, and the paths below it.
struct TestImage: Sendable {
    let id: String

    var path: String { "/v2/images/" + id }
    var members: String { path + "/members" }

    /// An id that no image has.
    static let absentID = "6d5f2c0e-9a1b-4c3d-8e7f-0123456789ab"

    func member(_ name: String) -> String { members + "/" + name }
}

extension Visit {
    /// Adds a member.
    func add(_ member: String, to image: TestImage, as who: Who = .owner) async throws -> Answer {
        try await send("POST", image.members, as: who, body: JSON.object(["member": .string(member)]).text)
    }

    /// The names of the members that a caller sees.
    func members(of image: TestImage, as who: Who = .owner) async throws -> [String] {
        try await send("GET", image.members, as: who).members
    }

    /// Sets what a consumer says of its membership.
    func setStatus(_ status: String, of member: String, in image: TestImage, as who: Who) async throws -> Answer {
        try await send("PUT", image.member(member), as: who, body: JSON.object(["status": .string(status)]).text)
    }

    /// Changes one attribute of an image.
    func change(_ attribute: String, of image: TestImage, to value: JSON, as who: Who = .admin) async throws -> Answer {
        let patch: JSON = [["op": "replace", "path": .string("/" + attribute), "value": value]]
        let type = "application/openstack-images-v2.1-json-patch"
        return try await send("PATCH", image.path, as: who, headers: [("Content-Type", type)], body: patch.text)
    }
}
