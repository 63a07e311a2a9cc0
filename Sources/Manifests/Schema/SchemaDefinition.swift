/// A part of the schema that several others refer to.
///
/// An editor gives types to what stands without quotes, where a manifest takes it as it is written: an ID of digits alone,
/// or one like `1e10…`, is a number to it, and so are versions, while `true` is a truth. Such a number's digits are gone
/// by the time it meets a schema, so it is let pass: nothing that `validate` accepts may be marked as wrong, but for two
/// such numbers of one value in a list.
enum SchemaDefinition: String, CaseIterable {
    case imageID, name, text, flag
    /// A list of members, each with terms where there are any.
    case members
    /// A list of projects and names.
    case list
    /// A member under `project_ids: any`.
    case anyMember
    /// A member, where nothing is said about project IDs.
    case member
    /// A project's declaration, where nothing is said about project IDs.
    case project

    /// The way to the definition.
    var reference: SchemaValue { ["$ref": "#/$defs/\(rawValue)"] }

    /// The definition.
    var schema: SchemaValue {
        switch self {
        case .imageID:
            [
                "description": "An image's ID: a lower-case UUID with dashes.",
                "type": "string", "pattern": .text("^" + Self.dashedDigits + "$"),
                "patternErrorMessage": "an image ID is 32 lower-case hexadecimal digits, dashed 8-4-4-4-12",
            ]
        case .name:
            [
                "description": "A name, unique over all files that are loaded together.",
                "pattern": .text(DeclaredName.pattern), "patternErrorMessage": .text(DeclaredName.rule),
                "not": ["type": "string", "pattern": .text(DeclaredName.idPattern)],
            ]
        case .text: ["type": ["string", "number", "boolean"], "minLength": 1]
        case .flag: ["type": ["boolean", "string"], "pattern": "^(true|false)$"]
        case .members:
            [
                "title": "A list of projects",
                "description": "Project IDs, and names that are declared below projects or groups.",
                "type": "array", "uniqueItems": true,
                "items": [
                    "anyOf": [
                        Self.anyMember.reference, MemberKey.mapping(["required": MemberKey.names(.project)]),
                    ]
                ],
            ]
        case .list:
            [
                "title": "A list of projects",
                "description": "Project IDs, and names that are declared below projects or groups.",
                "type": "array", "items": Self.anyMember.reference, "uniqueItems": true,
            ]
        case .anyMember:
            [
                "type": ["string", "number", "boolean"], "pattern": #"^(?!\.{1,2}$)[ -.0-~]{1,255}$"#,
                "patternErrorMessage": "a member is 1 to 255 printable ASCII characters without /",
            ]
        case .member:
            [
                "type": ["string", "number", "boolean"],
                "anyOf": [
                    [
                        "title": "A project's ID", "pattern": .text(Self.projectPattern),
                        "patternErrorMessage": .text(Self.memberRule),
                    ],
                    [
                        "title": "A declared name", "pattern": .text(DeclaredName.pattern),
                        "patternErrorMessage": .text(Self.memberRule),
                        "not": ["type": "string", "pattern": .text(DeclaredName.idPattern)],
                    ],
                ],
            ]
        case .project:
            [
                "type": ["string", "number", "object"], "pattern": .text(Self.projectPattern), "minimum": 0,
                "patternErrorMessage": "a project ID is 32 lower-case hexadecimal digits",
            ]
        }
    }

    private static let dashedDigits = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    /// The form of a project's ID.
    static let projectPattern = "^([0-9a-f]{32}|\(dashedDigits))$"
    private static let memberRule =
        "a member is a project ID, 32 lower-case hexadecimal digits, or a name that is declared below projects or groups"
}
