/// The JSON Schema of manifests, by which editors complete keys, explain them, and mark mistakes.
///
/// It accepts every manifest without mistakes, and what is wrong with others as far as a schema can know: nothing of other
/// files, of names that nobody declares, nor of keys that are there twice. https://json-schema.org/draft/2020-12
package enum ManifestSchema {
    /// The schema's name, which leads nowhere: it comes with the program.
    private static let id = "urn:glance-share:manifest:\(ManifestDecoder.version)"

    /// The schema's text; the same at each call.
    package static var text: String { schema.document }

    private static var schema: SchemaValue {
        let definitions = SchemaDefinition.allCases.map { (key: $0.rawValue, value: $0.schema) }
        return RootKey.mapping([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .text(id),
            "title": "Manifest of glance-share",
            "description": "Says which projects may use which OpenStack images.",
            "required": RootKey.names(.version),
            // A file can hold nothing but names, for the others that are loaded with it.
            "anyOf": [
                ["required": RootKey.names(.images)], ["required": RootKey.names(.imageSets)],
                ["required": RootKey.names(.projects)], ["required": RootKey.names(.groups)],
            ],
            "if": ["not": ["required": RootKey.names(.projectIDs)]], "then": keystoneRule,
            "$defs": .object(definitions),
        ])
    }

    /// The rule where `project_ids` is not there: what stands for a project is a Keystone ID or a name.
    private static var keystoneRule: SchemaValue {
        let list: SchemaValue = ["items": SchemaDefinition.member.reference]
        let entry: SchemaValue = [
            "if": ["type": "object"],
            "then": ["properties": MemberKey.fields([.project: SchemaDefinition.member.reference])],
            "else": SchemaDefinition.member.reference,
        ]
        let entries: SchemaValue = ["items": entry]
        return [
            "properties": RootKey.fields([
                .projects: ["additionalProperties": SchemaDefinition.project.reference],
                .groups: ["additionalProperties": list],
                // Each word of a schema speaks of one type only: here, of the short form and of the long one.
                .images: [
                    "additionalProperties": [
                        "items": entry,
                        "properties": ImageKey.fields([.members: entries, .revoked: list]),
                    ]
                ],
                .imageSets: [
                    "additionalProperties": ["properties": ImageSetKey.fields([.members: entries, .revoked: list])]
                ],
            ])
        ]
    }
}
