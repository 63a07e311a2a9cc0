extension JSONValue {
    /// The reason why a JSON Schema of Glance's refuses this value, in the words of Python's `jsonschema`; `nil` where it
    /// does not.
    ///
    /// Of the schema language it knows what Glance's documents say: `type`, `enum`, `maxLength`, `pattern`, `items`.
    func refusal(bySchema schema: JSONValue) -> String? {
        if let type = schema["type"] {
            let names = (type.array ?? [type]).compactMap(\.string)
            guard names.contains(where: isOfType) else {
                return "\(python) is not of type \(names.map { "'\($0)'" }.joined(separator: ", "))"
            }
        }
        if let pattern = schema["pattern"]?.string, string.map(Self.isUUID) == false {
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

    /// The only pattern in Glance's schemas.
    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit) }
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
