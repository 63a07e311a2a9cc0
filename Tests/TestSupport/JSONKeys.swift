package import FoundationEssentials

/// The keys of a JSON text as paths, such as `problems[].code`.
package enum JSONKeys {
    /// Reads the keys.
    ///
    /// - Parameters:
    ///   - json: the text.
    ///   - forms: keys whose values are described elsewhere: a path ends with them.
    /// - Returns: the path to each value that is no object and no list, or an empty one.
    /// - Throws: why it is no JSON.
    package static func paths(in json: Data, forms: Set<String> = []) throws -> Set<String> {
        let paths = try JSONDecoder().decode(Value.self, from: json).paths
        return Set(
            paths.map { path in
                let keys = path.split(separator: ".")
                let end = keys.firstIndex { forms.contains(String($0.prefix { $0 != "[" })) } ?? keys.count
                let form = keys.dropFirst(end).prefix(1).map { $0.prefix { $0 != "[" } }
                return (keys.prefix(end) + form).joined(separator: ".")
            })
    }

    private struct Value: Decodable {
        let paths: [String]

        init(from decoder: any Decoder) throws {
            if let object = try? decoder.singleValueContainer().decode([String: Value?].self) {
                paths = object.flatMap { key, value in
                    (value?.below ?? [""]).map { key + ($0.isEmpty || $0.hasPrefix("[") ? $0 : "." + $0) }
                }
            } else if let list = try? decoder.singleValueContainer().decode([Value].self) {
                paths = list.flatMap { value in
                    value.below.map { "[]" + ($0.isEmpty ? "" : "." + $0) }
                }
            } else {
                paths = [""]
            }
        }

        var below: [String] { paths.isEmpty ? [""] : paths }
    }
}
