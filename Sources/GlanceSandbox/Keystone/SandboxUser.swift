/// A user of the sandbox, with one role in one project.
package struct SandboxUser: Sendable, Hashable {
    package let name: String
    /// 32 hexadecimal digits, the same at every start.
    package let id: String
    package let project: SandboxProject
    let role: Role

    init(name: String, project: SandboxProject, role: Role) {
        self.name = name
        self.id = Identifier.hex("user/" + name)
        self.project = project
        self.role = role
    }
}
