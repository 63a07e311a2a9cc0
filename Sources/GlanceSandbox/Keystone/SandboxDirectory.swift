/// The projects, users and application credentials that exist in the sandbox, and its identity provider.
package struct SandboxDirectory: Sendable {
    /// The one domain.
    static let domainID = "default"
    static let domainName = "Default"

    /// The user who owns the images.
    package let demo: SandboxUser
    /// A user of the owning project who may only read.
    package let demoReader: SandboxUser
    package let admin: SandboxUser
    /// An administrator of the domain, and of its one project.
    package let domainAdmin: SandboxUser
    package let consumer: SandboxUser
    /// `consumer`, `consumer-1`, `consumer-2` …: projects to share with.
    package let consumerProjects: [SandboxProject]
    package let applicationCredential: SandboxApplicationCredential
    /// An application credential that may look at images and add members, and nothing else.
    package let restrictedCredential: SandboxApplicationCredential
    package let federation: SandboxFederation
    /// Everybody; the users of the numbered consumer projects bear the names of their projects.
    package let users: [SandboxUser]
    let password: String

    init(consumers: Int, password: String) {
        let project = SandboxProject(name: "demo")
        demo = SandboxUser(name: "demo", project: project, role: .member)
        demoReader = SandboxUser(name: "demo-reader", project: project, role: .reader)
        admin = SandboxUser(name: "admin", project: SandboxProject(name: "admin"), role: .admin)
        domainAdmin = SandboxUser(name: "domain-admin", project: SandboxProject(name: "domain-admin"), role: .admin)
        consumer = SandboxUser(name: "consumer", project: SandboxProject(name: "consumer"), role: .member)
        let numbered = (0..<max(0, consumers)).map { index in
            let name = "consumer-\(index + 1)"
            return SandboxUser(name: name, project: SandboxProject(name: name), role: .member)
        }
        users = [demo, demoReader, admin, domainAdmin, consumer] + numbered
        consumerProjects = [consumer.project] + numbered.map(\.project)
        applicationCredential = SandboxApplicationCredential(
            id: Identifier.hex("application-credential/demo"),
            name: "demo",
            secret: password,
            user: demo
        )
        restrictedCredential = SandboxApplicationCredential(
            id: Identifier.hex("application-credential/demo-restricted"),
            name: "demo-restricted",
            secret: password,
            user: demo,
            accessRules: [
                AccessRule(method: "GET", path: "/v2/images"), AccessRule(method: "GET", path: "/v2/images/**"),
                AccessRule(method: "POST", path: "/v2/images/*/members"),
            ]
        )
        federation = SandboxFederation(
            clientSecret: password, accessToken: "access-" + Identifier.randomHex(words: 2), user: demo
        )
        self.password = password
    }

    /// Every project once.
    var projects: [SandboxProject] {
        users.map(\.project).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The credential with that ID.
    func credential(id: String) -> SandboxApplicationCredential? {
        [applicationCredential, restrictedCredential].first { $0.id == id }
    }

    /// The credential of that name and that user's.
    func credential(named name: String, of user: SandboxUser) -> SandboxApplicationCredential? {
        [applicationCredential, restrictedCredential].first { $0.name == name && $0.user == user }
    }

    func user(id: String) -> SandboxUser? {
        users.first { $0.id == id }
    }

    func user(named name: String) -> SandboxUser? {
        users.first { $0.name == name }
    }

    func project(id: String) -> SandboxProject? {
        users.first { $0.project.id == id }?.project
    }

    func project(named name: String) -> SandboxProject? {
        users.first { $0.project.name == name }?.project
    }
}

/// An identity provider that the sandbox's Keystone trusts, and its one client, who is the demo user to Keystone.
package struct SandboxFederation: Sendable {
    /// The provider's ID in Keystone, which wants to be encoded in a path.
    package let identityProvider = "demo provider"
    /// The protocol's ID: the one that Keystone allows unless it is configured otherwise.
    package let protocolID = "mapped"
    /// The client's ID at the provider.
    package let clientID = "demo-client"
    /// The client's secret at the provider.
    package let clientSecret: String
    /// The token that the provider gives to its client, and that Keystone takes.
    package let accessToken: String
    let user: SandboxUser
}
