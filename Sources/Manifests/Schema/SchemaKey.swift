/// A key of a mapping that a schema describes.
protocol SchemaKey: ManifestKey {
    /// The schema of the key's value.
    var schema: SchemaValue { get }
}

extension SchemaKey {
    /// Describes the mapping that has these keys, and no others.
    ///
    /// - Parameter keywords: what else is to be said of it.
    /// - Returns: its schema.
    static func mapping(_ keywords: KeyValuePairs<String, SchemaValue>) -> SchemaValue {
        let properties = allCases.map { (key: $0.rawValue, value: $0.schema) }
        return .object(
            Array(keywords)
                + [
                    (key: "type", value: "object"), (key: "properties", value: .object(properties)),
                    (key: "additionalProperties", value: false),
                ])
    }

    /// Schemas of keys' values, as the value of `properties`.
    static func fields(_ schemas: KeyValuePairs<Self, SchemaValue>) -> SchemaValue {
        .object(schemas.map { (key: $0.rawValue, value: $1) })
    }

    /// The names of keys that have to be there, as the value of `required`.
    static func names(_ keys: Self...) -> SchemaValue { .list(keys.map { .text($0.rawValue) }) }
}
