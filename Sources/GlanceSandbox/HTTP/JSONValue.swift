/// A JSON document whose objects keep the order of their keys.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Entry])

    /// One key of an object, and its value.
    struct Entry: Sendable, Equatable {
        let key: String
        let value: JSONValue
    }

    /// The value under a key, where this is an object that has it.
    subscript(key: String) -> JSONValue? {
        guard case .object(let entries) = self else { return nil }
        return entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var array: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    var isObject: Bool {
        guard case .object = self else { return false }
        return true
    }

    /// Whether Python's `not value` holds, which is how the services look for what is missing.
    var isFalsy: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .number(let number): number == 0
        case .string(let text): text.isEmpty
        case .array(let values): values.isEmpty
        case .object(let entries): entries.isEmpty
        }
    }

    /// Reads a document; `nil` where it is malformed.
    init?(bytes: [UInt8]) {
        guard let value = try? JSONReader.read(bytes) else { return nil }
        self = value
    }
}
