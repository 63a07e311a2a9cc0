/// A project of the sandbox.
package struct SandboxProject: Sendable, Hashable {
    package let name: String
    /// 32 hexadecimal digits, the same at every start.
    package let id: String

    init(name: String) {
        self.name = name
        self.id = Identifier.hex("project/" + name)
    }
}
