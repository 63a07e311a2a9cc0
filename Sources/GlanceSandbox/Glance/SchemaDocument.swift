/// The schemas that Glance shows of what it answers.
///
/// https://docs.openstack.org/api-ref/image/v2/#image-schemas
enum SchemaDocument {
    /// The schema of that name, as in `/v2/schemas/{name}`; nil where there is none.
    static func named(_ name: String) -> JSONValue? {
        switch name {
        case "image": image
        case "images":
            [
                "name": "images",
                "properties": [
                    "images": ["type": "array", "items": image], "first": text, "next": text, "schema": text,
                ],
                "links": [link("first", "{first}"), link("next", "{next}"), link("describedby", "{schema}")],
            ]
        case "member": member
        case "members":
            [
                "name": "members",
                "properties": ["members": ["type": "array", "items": member], "schema": text],
                "links": [link("describedby", "{schema}")],
            ]
        default: nil
        }
    }

    private static let text: JSONValue = ["type": "string"]

    private static var image: JSONValue {
        [
            "name": "image", "properties": ImageSchema.properties, "additionalProperties": text,
            "links": [link("self", "{self}"), link("enclosure", "{file}"), link("describedby", "{schema}")],
        ]
    }

    private static var member: JSONValue {
        [
            "name": "member",
            "properties": [
                "member_id": described("An identifier for the image member (tenantId)"),
                "image_id": [
                    "type": "string", "description": "An identifier for the image",
                    "pattern": ImageSchema.properties["id"]?["pattern"] ?? nil,
                ],
                "created_at": described("Date and time of image member creation"),
                "updated_at": described("Date and time of last modification of image member"),
                "status": [
                    "type": "string", "description": "The status of this image member",
                    "enum": ["pending", "accepted", "rejected"],
                ],
                "schema": ["readOnly": true, "type": "string"],
            ],
        ]
    }

    private static func described(_ description: String) -> JSONValue {
        ["type": "string", "description": .string(description)]
    }

    private static func link(_ relation: String, _ path: String) -> JSONValue {
        ["rel": .string(relation), "href": .string(path)]
    }
}
