import ImageSharing

extension ImageKey: SchemaKey {
    /// The schema of an image's value, in its short and its long form.
    static var declaration: SchemaValue {
        [
            "anyOf": [
                SchemaDefinition.members.reference,
                mapping([
                    "title": "The long form", "description": "An image, where there is more to say than its members.",
                    "anyOf": SharingSchema.whoIsNamed,
                ]),
            ]
        ]
    }

    var schema: SchemaValue {
        switch self {
        case .description:
            [
                "description": "A text that results and the status page show beside the image's ID.",
                "type": ["string", "number", "boolean", "null"], "examples": ["Debian 12, hardened"],
            ]
        case .members:
            [
                "description": "The projects that may use the image; [] is nobody.",
                "allOf": [SchemaDefinition.members.reference],
            ]
        case .revoked: SharingSchema.revoked
        case .exclusive: SharingSchema.exclusive
        case .accept: SharingSchema.accept
        case .mayBeEmpty:
            [
                "description":
                    "With true, an exclusive list that comes out with nobody removes everybody; without it, nobody.",
                "allOf": [SchemaDefinition.flag.reference],
            ]
        }
    }
}

extension ImageSetKey: SchemaKey {
    /// The schema of an image set.
    static var declaration: SchemaValue {
        mapping([
            "required": names(.match),
            "anyOf": SharingSchema.whoIsNamed,
        ])
    }

    var schema: SchemaValue {
        switch self {
        case .match: MatchKey.declaration
        case .newest:
            [
                "description":
                    "The number of images to take, the newest first by the time at which they were made; without it, all.",
                "type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]*$", "examples": [1, 2],
            ]
        case .mayBeEmpty:
            [
                "description":
                    "With true, it is no problem if the set finds no image, and an exclusive list may come out with nobody.",
                "allOf": [SchemaDefinition.flag.reference],
            ]
        case .members:
            [
                "description": "The projects that may use each image of the set; [] is nobody.",
                "allOf": [SchemaDefinition.members.reference],
            ]
        case .revoked: SharingSchema.revoked
        case .exclusive: SharingSchema.exclusive
        case .accept: SharingSchema.accept
        }
    }
}

extension MatchKey: SchemaKey {
    /// The schema of what a set looks for.
    static var declaration: SchemaValue {
        mapping([
            "description": "What an image has to be, of those that the token's project owns: all that is given.",
            // A list or a mapping with nothing in it finds everything, as if it were not there.
            "anyOf": [
                ["required": names(.name)], ["required": names(.id)],
                ["required": names(.tags), "properties": fields([.tags: ["minItems": 1]])],
                [
                    "required": names(.properties),
                    "properties": fields([.properties: ["minProperties": 1]]),
                ],
            ],
        ])
    }

    var schema: SchemaValue {
        switch self {
        case .name:
            [
                "description": "The image's name; * stands for any text, also none, and ? for one character.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["debian-12-*"],
            ]
        case .tags:
            [
                "description": "Tags, all of which the image has.",
                "type": "array", "items": SchemaDefinition.text.reference, "examples": [["golden"]],
            ]
        case .properties:
            [
                "description": "Properties that the image has with these very values.",
                "type": "object", "additionalProperties": SchemaDefinition.text.reference,
                "propertyNames": ["not": ["enum": .list(FoundImage.attributes.sorted().map { .text($0) })]],
                "examples": [["os_distro": "debian"]],
            ]
        case .id:
            [
                "description": "Image IDs, of which the image has one.",
                "type": "array", "items": SchemaDefinition.imageID.reference, "minItems": 1,
            ]
        }
    }
}
