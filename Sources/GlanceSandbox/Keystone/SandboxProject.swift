/// A domain of the sandbox: a name space of projects.
package struct SandboxDomain: Sendable, Hashable {
    package let name: String
    /// 32 hexadecimal digits, the same at every start; `default` for the default domain.
    package let id: String
    package let isEnabled: Bool
    let description: String

    /// The domain that is there in every cloud, and in which all users are.
    package static let `default` = Self(
        name: "Default", id: "default", isEnabled: true, description: "The default domain")
    /// The domain of most example projects.
    package static let `internal` = Self(name: "Internal")

    package init(name: String, isEnabled: Bool = true) {
        self.init(name: name, id: Identifier.hex("domain/" + name), isEnabled: isEnabled, description: "")
    }

    private init(name: String, id: String, isEnabled: Bool, description: String) {
        self.name = name
        self.id = id
        self.isEnabled = isEnabled
        self.description = description
    }
}

/// A project of the sandbox.
package struct SandboxProject: Sendable, Hashable {
    package internal(set) var name: String
    /// 32 hexadecimal digits; of a project that exists from the start, the same at every start.
    package let id: String
    package let domain: SandboxDomain
    /// The ID of the project or the domain that it is in.
    package let parentID: String
    package internal(set) var tags: [String]
    package internal(set) var isEnabled: Bool
    var description = ""

    /// A project that exists from the start.
    package init(
        name: String, domain: SandboxDomain = .default, parent: SandboxProject? = nil, tags: [String] = [],
        isEnabled: Bool = true
    ) {
        let path = domain == .default ? name : domain.name + "/" + name
        self.init(
            id: Identifier.hex("project/" + path), name: name, domain: domain, parentID: parent?.id ?? domain.id,
            tags: tags, isEnabled: isEnabled)
    }

    init(id: String, name: String, domain: SandboxDomain, parentID: String, tags: [String], isEnabled: Bool) {
        self.id = id
        self.name = name
        self.domain = domain
        self.parentID = parentID
        self.tags = tags
        self.isEnabled = isEnabled
    }

    /// Two small teams of the domain Default, and the domain Internal: a tree, tags, and a project that is disabled.
    package static let examples: [Self] = {
        let platform = Self(name: "platform", domain: .internal, tags: ["prod"])
        let continuous = Self(name: "platform-ci", domain: .internal, parent: platform)
        let data = Self(name: "data", domain: .internal)
        return [
            Self(name: "web-prod", tags: ["golden-images", "prod"]), Self(name: "web-test", tags: ["golden-images"]),
            platform, continuous, Self(name: "platform-ci-runners", domain: .internal, parent: continuous),
            Self(name: "platform-old", domain: .internal, parent: platform, isEnabled: false),
            data, Self(name: "data-lake", domain: .internal, parent: data, tags: ["golden-images", "prod"]),
            Self(name: "web-prod", domain: .internal, tags: ["golden-images", "prod"]),
            Self(name: "billing", domain: .internal, tags: ["prod"]),
            Self(name: "research", domain: .internal, tags: ["golden-images"]),
            Self(name: "security", domain: .internal, tags: ["golden-images", "not for sale"]),
            Self(name: "archive", domain: .internal, tags: ["golden-images"], isEnabled: false),
            Self(name: "payroll", domain: .internal),
        ]
    }()
}
