/// A rule of an application credential, which may ask for nothing but what one of its rules allows.
///
/// https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules
package struct AccessRule: Decodable, Sendable, Equatable {
    /// The type of the service, `image`.
    package let service: String
    /// The method, `GET`.
    package let method: String
    /// The path below the service's own; `*` or `{name}` stands for one part, `**` for one or more.
    package let path: String

    /// Makes a rule.
    package init(service: String, method: String, path: String) {
        self.service = service
        self.method = method
        self.path = path
    }

    /// Returns whether the rule allows a request.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: the path with its version; a part `*` means any, and only a rule that allows all of them allows it.
    ///   - service: the type of the service that is asked.
    /// - Returns: whether it does.
    package func allows(_ method: String, _ path: String, of service: String = "image") -> Bool {
        self.service == service && self.method.uppercased() == method
            && Self.covers(self.path.split(separator: "/")[...], path.split(separator: "/")[...])
    }

    private static func covers(_ pattern: ArraySlice<Substring>, _ path: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        guard let part = path.first else { return false }
        let rest = pattern.dropFirst()
        if first == "**" {
            return (1...path.count).contains { covers(rest, path.dropFirst($0)) }
        }
        let isAny = first == "*" || (first.hasPrefix("{") && first.hasSuffix("}"))
        return (isAny || first == part) && covers(rest, path.dropFirst())
    }
}
