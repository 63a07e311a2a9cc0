/// What an application credential may ask for: nothing but what one of its rules allows.
///
/// https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules
package struct AccessRule: Decodable, Sendable, Equatable {
    /// The type of the service, `image`.
    package let service: String
    /// The method, `GET`.
    package let method: String
    /// The path below the service's own; `*` stands for one part, `**` for several.
    package let path: String

    /// Whether the rule lets a request through.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: the path below the service's own, without a query.
    ///   - service: the type of the service.
    /// - Returns: whether it does, as keystonemiddleware matches paths.
    package func allows(_ method: String, _ path: String, of service: String) -> Bool {
        guard self.service == service, self.method.uppercased() == method.uppercased() else { return false }
        return Self.matches(self.path.split(separator: "/")[...], path.split(separator: "/")[...])
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ path: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "**" {
            return (path.startIndex...path.endIndex).contains { matches(pattern.dropFirst(), path[$0...]) }
        }
        guard let part = path.first else { return false }
        // `{image_id}` is another way to write `*`.
        let isAny = first == "*" || (first.hasPrefix("{") && first.hasSuffix("}"))
        return (isAny || first == part) && matches(pattern.dropFirst(), path.dropFirst())
    }

    /// Whether the rule lets a member be added to any image.
    package var allowsAddingMembers: Bool {
        guard service == "image", method.uppercased() == "POST" else { return false }
        let parts = path.split(separator: "/")
        if let last = parts.last, last == "**" {
            return Array(parts.dropLast()) == Array(["v2", "images"].prefix(parts.count - 1))
        }
        guard parts.count == 4, parts[0] == "v2", parts[1] == "images", parts[3] == "members" else { return false }
        // `{image_id}` is another way to write `*`.
        return parts[2] == "*" || (parts[2].hasPrefix("{") && parts[2].hasSuffix("}"))
    }
}
