/// The schemas of the keys that images and sets have in common.
enum SharingSchema {
    static let revoked: SchemaValue = [
        "description": "The projects that must not be members, and are removed where they are.",
        "allOf": [SchemaDefinition.list.reference], "minItems": 1,
    ]
    static let exclusive: SchemaValue = [
        "description": "With true, the members are the whole truth: whoever else is a member is removed.",
        "allOf": [SchemaDefinition.flag.reference],
    ]
    static let accept: SchemaValue = [
        "description": "With true, members are accepted in their projects' place, where the token may.",
        "allOf": [SchemaDefinition.flag.reference],
    ]
}

extension DefaultKey: SchemaKey {
    /// The schema of what a file's images and sets say where they do not say it themselves.
    static var declaration: SchemaValue {
        mapping(["description": "What the images and sets of this file say where they do not say it themselves."])
    }

    var schema: SchemaValue {
        switch self {
        case .exclusive: SharingSchema.exclusive
        case .accept: SharingSchema.accept
        }
    }
}

extension MemberKey: SchemaKey {
    var schema: SchemaValue {
        switch self {
        case .project:
            ["description": "The project, or a declared name.", "allOf": [SchemaDefinition.anyMember.reference]]
        case .until:
            [
                "description": "The last day of the membership, until its end in UTC, or its end as a time.",
                "type": "string", "examples": ["2027-01-31", "2027-01-31T18:00:00Z"],
            ]
        case .reason:
            [
                "description": "The reason for it, for whoever reads a plan.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["proof of concept, ticket 4711"],
            ]
        }
    }
}
