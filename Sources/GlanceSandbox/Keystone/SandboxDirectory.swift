/// Who exists in the sandbox: projects, users, and one application credential.
package struct SandboxDirectory: Sendable {
    /// The one domain.
    static let domainID = "default"
    static let domainName = "Default"

    /// Owns the images.
    package let demo: SandboxUser
    /// In the owning project, and may only read.
    package let demoReader: SandboxUser
    package let admin: SandboxUser
    package let consumer: SandboxUser
    /// `consumer`, `consumer-1`, `consumer-2` …: projects to share with.
    package let consumerProjects: [SandboxProject]
    package let applicationCredential: SandboxApplicationCredential
    /// Everybody; the users of the numbered consumer projects bear the names of their projects.
    package let users: [SandboxUser]
    let password: String

    init(consumers: Int, password: String) {
        let project = SandboxProject(name: "demo")
        demo = SandboxUser(name: "demo", project: project, role: .member)
        demoReader = SandboxUser(name: "demo-reader", project: project, role: .reader)
        admin = SandboxUser(name: "admin", project: SandboxProject(name: "admin"), role: .admin)
        consumer = SandboxUser(name: "consumer", project: SandboxProject(name: "consumer"), role: .member)
        let numbered = (0..<max(0, consumers)).map { index in
            let name = "consumer-\(index + 1)"
            return SandboxUser(name: name, project: SandboxProject(name: name), role: .member)
        }
        users = [demo, demoReader, admin, consumer] + numbered
        consumerProjects = [consumer.project] + numbered.map(\.project)
        applicationCredential = SandboxApplicationCredential(
            id: Identifier.hex("application-credential/demo"),
            name: "demo",
            secret: password,
            user: demo
        )
        self.password = password
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
