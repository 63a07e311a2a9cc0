/// The schemas of the keys that images and sets have in common.
enum SharingSchema {
    /// The alternatives of an entry: it says who may use the image, or else only who must not.
    static let whoIsNamed: SchemaValue = [
        ["required": ImageKey.names(.members)],
        [
            "required": ImageKey.names(.revoked),
            "properties": ImageKey.fields([.exclusive: ["enum": [false, "false"]]]),
        ],
    ]
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
                "type": "string", "pattern": .text(Self.untilPattern),
                "patternErrorMessage":
                    "a day, as in 2027-01-31, or a time with seconds and offset, as in 2027-01-31T18:00:00Z",
                "examples": ["2027-01-31", "2027-01-31T18:00:00Z"],
            ]
        case .reason:
            [
                "description": "The reason for it, for whoever reads a plan.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["proof of concept, ticket 4711"],
            ]
        }
    }

    /// A day, and a time of RFC 3339; that a year has no 29 February, or a minute no 60th second, no pattern knows.
    private static var untilPattern: String {
        let days =
            "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9])"
        let (hour, minute) = ("([01][0-9]|2[0-3])", "[0-5][0-9]")
        let time = #"\#(hour):\#(minute):(\#(minute)|60)(\.[0-9]+)?([Zz]|[+-]\#(hour):\#(minute))"#
        return "^[0-9]{4}-(\(days))([Tt]\(time))?$"
    }
}
