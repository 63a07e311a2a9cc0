/// What an application credential may do where it may not do everything: one method on one kind of path.
package struct AccessRule: Sendable, Hashable {
    let method: String
    /// In it, `*` is one part of a path, and `**` any number.
    let path: String

    var id: String { Identifier.hex("access-rule/\(method) \(path)") }

    /// Whether the rule lets this request pass, whose path is given as the service knows it.
    func allows(_ method: String, _ path: String) -> Bool {
        self.method == method && Self.matches(self.path.split(separator: "/"), path.split(separator: "/"))
    }

    private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        guard let first = pattern.first else { return parts.isEmpty }
        // At least one part, as the middleware's regular expression has it.
        if first == "**" {
            return (1...max(1, parts.count)).contains { taken in
                taken <= parts.count && matches(Array(pattern.dropFirst()), Array(parts.dropFirst(taken)))
            }
        }
        guard let part = parts.first, first == "*" || first == part else { return false }
        return matches(Array(pattern.dropFirst()), Array(parts.dropFirst()))
    }
}
