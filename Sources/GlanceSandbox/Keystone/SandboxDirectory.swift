/// Who exists in the sandbox: projects, users, two application credentials, and an identity provider.
package struct SandboxDirectory: Sendable {
    /// The one domain.
    static let domainID = "default"
    static let domainName = "Default"

    /// Owns the images.
    package let demo: SandboxUser
    /// In the owning project, and may only read.
    package let demoReader: SandboxUser
    package let admin: SandboxUser
    /// An administrator of the domain, and of its one project.
    package let domainAdmin: SandboxUser
    package let consumer: SandboxUser
    /// `consumer`, `consumer-1`, `consumer-2` …: projects to share with.
    package let consumerProjects: [SandboxProject]
    package let applicationCredential: SandboxApplicationCredential
    /// One that may look at images and add members, and nothing else.
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
