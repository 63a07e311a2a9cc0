/// The JSON Schema of files that say whose offers are accepted, for editors as that of manifests is.
package enum TrustSchema {
    private static let id = "urn:glance-share:trust:\(ManifestDecoder.version)"

    /// The schema's text; the same at each call.
    package static var text: String { schema.document }

    private static var schema: SchemaValue {
        TrustKey.mapping([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .text(id),
            "title": "Trusted owners of glance-share",
            "description": "Says whose images a consumer accepts.",
            "required": TrustKey.names(.version, .accept),
        ])
    }
}

extension TrustKey: SchemaKey {
    var schema: SchemaValue {
        switch self {
        case .version: RootKey.version.schema
        case .accept:
            [
                "description": "The owners whose offers are accepted; [] trusts nobody.",
                "type": "array", "uniqueItems": true,
                "items": TrustRuleKey.mapping(["required": TrustRuleKey.names(.owner)]),
            ]
        }
    }
}

extension TrustRuleKey: SchemaKey {
    var schema: SchemaValue {
        switch self {
        case .owner:
            [
                "description": "The ID of the project that owns the images: anybody may give an image any name.",
                "type": ["string", "number"], "pattern": .text(SchemaDefinition.projectPattern), "minimum": 0,
                "patternErrorMessage": "a project ID is 32 lower-case hexadecimal digits",
            ]
        case .name:
            [
                "description":
                    "A pattern of their names; * stands for any text, also none, and ? for one character. Without it, any image.",
                "allOf": [SchemaDefinition.text.schema], "examples": ["debian-*"],
            ]
        }
    }
}
