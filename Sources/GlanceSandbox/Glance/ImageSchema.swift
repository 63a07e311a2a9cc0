/// The types that Glance demands of an image's attributes, as it tells them under `/v2/schemas/image`.
///
/// https://docs.openstack.org/api-ref/image/v2/#show-image-schema
enum ImageSchema {
    /// Each attribute with its type, and in an order in which Glance lists them.
    static let properties: JSONValue = [
        "id": [
            "type": "string", "description": "An identifier for the image",
            "pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$",
        ],
        "name": ["type": ["null", "string"], "description": "Descriptive name for the image", "maxLength": 255],
        "status": [
            "type": "string", "readOnly": true, "description": "Status of the image",
            "enum": [
                "queued", "saving", "active", "killed", "deleted", "uploading", "importing", "pending_delete",
                "deactivated",
            ],
        ],
        "visibility": [
            "type": "string", "description": "Scope of image accessibility",
            "enum": ["community", "public", "private", "shared"],
        ],
        "protected": ["type": "boolean", "description": "If true, image will not be deletable."],
        "os_hidden": [
            "type": "boolean", "description": "If true, image will not appear in default image list response.",
        ],
        "checksum": [
            "type": ["null", "string"], "readOnly": true, "description": "md5 hash of image contents.", "maxLength": 32,
        ],
        "os_hash_algo": [
            "type": ["null", "string"], "readOnly": true, "description": "Algorithm to calculate the os_hash_value",
            "maxLength": 64,
        ],
        "os_hash_value": [
            "type": ["null", "string"], "readOnly": true,
            "description": "Hexdigest of the image contents using the algorithm specified by the os_hash_algo",
            "maxLength": 128,
        ],
        "owner": ["type": ["null", "string"], "description": "Owner of the image", "maxLength": 255],
        "size": ["type": ["null", "integer"], "readOnly": true, "description": "Size of image file in bytes"],
        "virtual_size": [
            "type": ["null", "integer"], "readOnly": true, "description": "Virtual size of image in bytes",
        ],
        "container_format": [
            "type": ["null", "string"], "description": "Format of the container",
            "enum": [nil, "ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"],
        ],
        "disk_format": [
            "type": ["null", "string"], "description": "Format of the disk",
            "enum": [nil, "ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"],
        ],
        "created_at": ["type": "string", "readOnly": true, "description": "Date and time of image registration"],
        "updated_at": [
            "type": "string", "readOnly": true, "description": "Date and time of the last image modification",
        ],
        "tags": [
            "type": "array", "description": "List of strings related to the image",
            "items": ["type": "string", "maxLength": 255],
        ],
        "direct_url": [
            "type": "string", "readOnly": true, "description": "URL to access the image file kept in external store",
        ],
        "min_ram": ["type": "integer", "description": "Amount of ram (in MB) required to boot image."],
        "min_disk": ["type": "integer", "description": "Amount of disk space (in GB) required to boot image."],
        "self": ["type": "string", "readOnly": true, "description": "An image self url"],
        "file": ["type": "string", "readOnly": true, "description": "An image file url"],
        "stores": [
            "type": "string", "readOnly": true,
            "description":
                "Store in which image data resides.  Only present when the operator has enabled multiple stores.  May be a comma-separated list of store identifiers.",
        ],
        "schema": ["type": "string", "readOnly": true, "description": "An image schema url"],
        "locations": [
            "type": "array",
            "items": [
                "type": "object",
                "properties": [
                    "url": ["type": "string", "maxLength": 255], "metadata": ["type": "object"],
                    "validation_data": [
                        "description":
                            "Values to be used to populate the corresponding image properties. If the image status is not 'queued', values must exactly match those already contained in the image properties.",
                        "type": "object", "writeOnly": true, "additionalProperties": false,
                        "properties": [
                            "checksum": ["type": "string", "minLength": 32, "maxLength": 32],
                            "os_hash_algo": ["type": "string", "maxLength": 64],
                            "os_hash_value": ["type": "string", "maxLength": 128],
                        ], "required": ["os_hash_algo", "os_hash_value"],
                    ],
                ], "required": ["url", "metadata"],
            ], "description": "A set of URLs to access the image file kept in external store",
        ],
    ]

    /// The attributes whose value is the cloud's own.
    static let readOnly: Set<String> = [
        "created_at", "updated_at", "status", "checksum", "size", "virtual_size", "direct_url", "self", "file",
        "schema",
        "id", "os_hash_algo", "os_hash_value",
    ]

    /// Returns true for a name that Glance keeps to itself.
    static func isReserved(_ attribute: String) -> Bool {
        ["location", "deleted", "deleted_at"].contains(attribute) || attribute.hasPrefix("os_glance")
    }

    /// Refuses a value that an attribute cannot have.
    static func check(_ value: JSONValue, of attribute: String, dialect: Dialect) throws(GlanceError) {
        // Whatever Glance does not know is a property, and text.
        var schema = properties[attribute] ?? ["type": "string"]
        if attribute == "visibility" {
            schema = ["type": "string", "enum": .array(dialect.visibilities.map { .string($0.rawValue) })]
        }
        guard let reason = value.refusal(bySchema: schema) else { return }
        throw .badRequest("Provided object does not match schema 'image': \(reason)")
    }
}

extension JSONValue {
    /// The reason why a JSON Schema of Glance's refuses this value, in the words of Python's `jsonschema`; nil where it
    /// does not.
    ///
    /// Of the schema language it knows what Glance's documents say: `type`, `enum`, `maxLength`, `pattern`, `items`.
    fileprivate func refusal(bySchema schema: JSONValue) -> String? {
        if let type = schema["type"] {
            let names = (type.array ?? [type]).compactMap(\.string)
            guard names.contains(where: isOfType) else {
                return "\(python) is not of type \(names.map { "'\($0)'" }.joined(separator: ", "))"
            }
        }
        // A UUID's is the only pattern in Glance's schemas.
        if let pattern = schema["pattern"]?.string, string.map(Identifier.isUUID) == false {
            return "\(python) does not match '\(pattern)'"
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(self) {
            return "\(python) is not one of \(JSONValue.array(allowed).python)"
        }
        if case .number(let limit) = schema["maxLength"], let text = string, text.unicodeScalars.count > Int(limit) {
            return "\(python) is too long"
        }
        if let items = schema["items"], let values = array {
            return values.lazy.compactMap { $0.refusal(bySchema: items) }.first
        }
        return nil
    }

    private func isOfType(_ name: String) -> Bool {
        switch (name, self) {
        case ("null", .null), ("string", .string), ("boolean", .bool), ("array", .array), ("object", .object): true
        case ("integer", .number(let number)): number.rounded() == number
        default: false
        }
    }

    /// The value as Python writes it into its messages.
    private var python: String {
        switch self {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .number: text
        case .string(let text): text.contains("'") ? "\"\(text)\"" : "'\(text)'"
        case .array(let values): "[" + values.map(\.python).joined(separator: ", ") + "]"
        case .object(let entries):
            "{" + entries.map { "'\($0.key)': \($0.value.python)" }.joined(separator: ", ") + "}"
        }
    }
}
