import ImageSharing

/// Writes a JSON object on one line, with its keys in the order in which they are given.
struct JSONLine {
    private var fields = ""

    /// The object.
    var text: String { "{\(fields)}" }

    /// Adds a string, or null.
    mutating func add(_ key: String, _ value: String?) {
        add(key, json: value?.quotedForJSON ?? "null")
    }

    /// Adds a whole number, or null.
    mutating func add(_ key: String, _ value: Int?) {
        add(key, json: value.map(String.init) ?? "null")
    }

    private mutating func add(_ key: String, json: String) {
        if !fields.isEmpty { fields += "," }
        fields += "\(key.quotedForJSON):\(json)"
    }
}
