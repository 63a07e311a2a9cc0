extension ProjectKey: SchemaKey {
    /// The schema of a project's declaration, by ID or by name.
    static var declaration: SchemaValue {
        [
            "anyOf": [
                ["title": "A project's ID", "allOf": [SchemaDefinition.anyMember.reference]],
                mapping([
                    "title": "A project's name",
                    "description": "Asked of Keystone at each run: exactly one, or an error.",
                    "required": names(.name),
                ]),
            ]
        ]
    }

    var schema: SchemaValue {
        switch self {
        case .name:
            [
                "description": "The name that Keystone knows the project by.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["web-prod"],
            ]
        case .domain:
            [
                "description": "The domain of the project, by its name or its ID; without it, any domain.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["Default"],
            ]
        }
    }
}

extension GroupKey: SchemaKey {
    /// The schema of a group's declaration, as a list or as what Keystone finds.
    static var declaration: SchemaValue {
        [
            "anyOf": [
                ["title": "A list of projects", "allOf": [SchemaDefinition.list.reference], "minItems": 1],
                mapping([
                    "title": "Projects that Keystone finds",
                    "description":
                        "The enabled projects of a domain, with a tag, right below a parent: of all that are given.",
                    "anyOf": [
                        ["required": names(.domain)], ["required": names(.tag)], ["required": names(.parent)],
                    ],
                ]),
            ]
        ]
    }

    var schema: SchemaValue {
        switch self {
        case .domain:
            [
                "description": "The domain of the projects, by its name or its ID.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["Default"],
            ]
        case .tag:
            [
                "description": "A tag that the projects have, to the letter.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["golden-images"],
            ]
        case .parent:
            [
                "description":
                    "The project that they are right below, by its name or its ID; not those further down.",
                "allOf": [SchemaDefinition.text.reference], "examples": ["platform"],
            ]
        case .mayBeEmpty:
            [
                "description": "With true, it is no problem if there is no such project.",
                "allOf": [SchemaDefinition.flag.reference],
            ]
        }
    }
}
