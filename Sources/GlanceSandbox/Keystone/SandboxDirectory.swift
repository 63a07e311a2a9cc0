/// The projects, users and application credentials that exist in the sandbox, and its identity provider.
package struct SandboxDirectory: Sendable {
    /// The user who owns the images.
    package let demo: SandboxUser
    /// A user of the owning project who may only read.
    package let demoReader: SandboxUser
    /// A user who owns the images like the first, and who may look projects up.
    package let demoAdmin: SandboxUser
    package let admin: SandboxUser
    /// An administrator of the domain Default, and of a project of their own.
    package let domainAdmin: SandboxUser
    /// A reader of the domain Internal, who may look projects up there.
    package let domainReader: SandboxUser
    package let consumer: SandboxUser
    /// `consumer`, `consumer-1`, `consumer-2` …: projects to share with.
    package let consumerProjects: [SandboxProject]
    package let applicationCredential: SandboxApplicationCredential
    /// An application credential that may look at images and add members, and nothing else.
    package let restrictedCredential: SandboxApplicationCredential
    package let federation: SandboxFederation
    /// Everybody; the users of the numbered consumer projects bear the names of their projects.
    package let users: [SandboxUser]
    /// Every domain, Default first.
    package let domains: [SandboxDomain]
    /// Every project once.
    package internal(set) var projects: [SandboxProject]
    let password: String

    /// Describes who and what there is.
    ///
    /// - Parameters:
    ///   - consumers: the number of numbered consumer projects.
    ///   - domains: the domains besides Default.
    ///   - projects: the projects besides those of users.
    ///   - password: the password of every user, and the secret of every credential.
    init(
        consumers: Int, domains: [SandboxDomain] = [.internal],
        projects: [SandboxProject] = SandboxProject.examples, password: String
    ) {
        let project = SandboxProject(name: "demo")
        demo = SandboxUser(name: "demo", project: project, role: .member)
        demoReader = SandboxUser(name: "demo-reader", project: project, role: .reader)
        admin = SandboxUser(name: "admin", project: SandboxProject(name: "admin"), role: .admin)
        demoAdmin = SandboxUser(name: "demo-admin", project: project, role: .admin)
        domainAdmin = SandboxUser(
            name: "domain-admin", project: SandboxProject(name: "domain-admin"), role: .admin, domain: .default)
        domainReader = SandboxUser(
            name: "domain-reader", project: SandboxProject(name: "domain-reader"), role: .reader, domain: .internal)
        consumer = SandboxUser(name: "consumer", project: SandboxProject(name: "consumer"), role: .member)
        let numbered = (0..<max(0, consumers)).map { index in
            let name = "consumer-\(index + 1)"
            return SandboxUser(name: name, project: SandboxProject(name: name), role: .member)
        }
        users = [demo, demoReader, demoAdmin, admin, domainAdmin, domainReader, consumer] + numbered
        self.domains = [.default] + domains
        self.projects =
            (users.map(\.project) + projects).reduce(into: (list: [], seen: Set<String>())) {
                if $0.seen.insert($1.id).inserted { $0.list.append($1) }
            }.list
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
        projects.first { $0.id == id }
    }

    func project(named name: String, in domain: SandboxDomain) -> SandboxProject? {
        projects.first { $0.name == name && $0.domain.id == domain.id }
    }

    func domain(id: String) -> SandboxDomain? {
        domains.first { $0.id == id }
    }

    func domain(named name: String) -> SandboxDomain? {
        domains.first { $0.name == name }
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
