/// A user of the sandbox, with one role in one project.
package struct SandboxUser: Sendable, Hashable {
    package let name: String
    /// 32 hexadecimal digits, the same at every start.
    package let id: String
    package let project: SandboxProject
    let role: Role
    /// The domain in which the user has the role as well.
    package let domain: SandboxDomain?

    init(name: String, project: SandboxProject, role: Role, domain: SandboxDomain? = nil) {
        self.name = name
        self.id = Identifier.hex("user/" + name)
        self.project = project
        self.role = role
        self.domain = domain
    }
}

/// A role, and the ones it implies.
enum Role: String, Sendable, CaseIterable {
    case admin, manager, member, reader

    var id: String { Identifier.hex("role/" + rawValue) }

    /// The role itself and all it implies: admin, manager, member, reader form a chain.
    var effective: [Role] {
        Array(Self.allCases.drop { $0 != self })
    }
}

/// An application credential: it speaks for its user in that user's project.
package struct SandboxApplicationCredential: Sendable, CustomStringConvertible {
    package let id: String
    package let name: String
    package let secret: String
    package let user: SandboxUser
    /// The requests that it may make; nil for all that its user may.
    package var accessRules: [AccessRule]?

    package var description: String { "application credential \(name) of \(user.name)" }
}

/// A permission of an application credential that may not do everything: one method on one kind of path.
package struct AccessRule: Sendable, Hashable {
    let method: String
    /// The pattern of the path: `*` is one part, and `**` any number.
    let path: String

    var id: String { Identifier.hex("access-rule/\(method) \(path)") }

    /// Returns true for a request that the rule lets pass, whose path is given as the service knows it.
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
