import FoundationEssentials

/// A row of the members of an image.
struct Member: Sendable {
    let member: String
    let imageID: String
    var status: MembershipStatus
    let createdAt: Date
    var updatedAt: Date

    /// Whether that is the member's name, byte for byte: Swift's own `==` takes é for e + ´, a database does not.
    func isNamed(_ name: String) -> Bool {
        member.utf8.elementsEqual(name.utf8)
    }

    /// The row as the members API shows it.
    var document: JSONValue {
        [
            "member_id": .string(member), "image_id": .string(imageID), "status": .string(status.rawValue),
            "created_at": .string(Timestamp.seconds(createdAt)), "updated_at": .string(Timestamp.seconds(updatedAt)),
            "schema": "/v2/schemas/member",
        ]
    }
}
