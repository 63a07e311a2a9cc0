extension RootKey: SchemaKey {
    var schema: SchemaValue {
        switch self {
        case .version:
            [
                "description": "The version of the manifest's form; there is one only.",
                // Where an editor reads `1.0` or `01` it knows a 1 as well; `validate` does not take it for one.
                "enum": .list(
                    [Int(ManifestDecoder.version).map(SchemaValue.number), .text(ManifestDecoder.version)]
                        .compactMap(\.self)),
            ]
        case .projects:
            Self.names("Names for projects, so that a person can read who may use an image.", ProjectKey.declaration)
        case .groups: Self.names("Names for lists of projects, written out or found in Keystone.", GroupKey.declaration)
        case .defaults: DefaultKey.declaration
        case .images:
            [
                "description": "Image IDs, each with the projects that may use the image; {} asks for nothing.",
                "type": "object", "propertyNames": SchemaDefinition.imageID.reference,
                "additionalProperties": ImageKey.declaration,
            ]
        case .imageSets:
            Self.names(
                "Images by what they are, found again at each run, with the projects that may use them.",
                ImageSetKey.declaration)
        case .projectIDs:
            [
                "description":
                    "With any, a member is whatever Glance can address later; without this key, it is a Keystone ID or a declared name.",
                "enum": ["any"],
            ]
        }
    }

    /// The schema of a mapping from names.
    private static func names(_ description: String, _ declaration: SchemaValue) -> SchemaValue {
        [
            "description": .text(description), "type": "object", "propertyNames": SchemaDefinition.name.reference,
            "additionalProperties": declaration,
        ]
    }
}
