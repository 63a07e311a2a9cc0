import Testing

@testable import GlanceSandbox

/// The variables that lead clients to a sandbox, and the names they hold.
@Suite struct SandboxEnvironmentTests {
    @Test func `The export lines are quoted for a shell`() throws {
        let sandbox = try Sandbox(configuration: .init(password: "it's $secret"))
        let environment = sandbox.environment(at: SandboxAddress(port: 9292))
        #expect(
            environment.exportLines == #"""
                export OS_AUTH_TYPE=password
                export OS_AUTH_URL=http://127.0.0.1:9292/identity
                export OS_USERNAME=demo
                export OS_PASSWORD='it'\''s $secret'
                export OS_PROJECT_ID=\#(sandbox.directory.demo.project.id)
                export OS_PROJECT_NAME=demo
                export OS_USER_DOMAIN_NAME=Default
                export OS_PROJECT_DOMAIN_NAME=Default
                export OS_REGION_NAME=RegionOne
                export OS_INTERFACE=public
                export OS_IDENTITY_API_VERSION=3

                """#
        )
    }

    @Test func `Identifiers stay the same from start to start`() {
        let directory = SandboxDirectory(consumers: 2, password: "")
        #expect(directory.consumerProjects.map(\.name) == ["consumer", "consumer-1", "consumer-2"])
        let identifiers = directory.users.map(\.project.id) + directory.users.map(\.id)
        #expect(identifiers.allSatisfy { $0.count == 32 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } })
        #expect(directory.demo.project.id == SandboxDirectory(consumers: 0, password: "x").demo.project.id)
        #expect(Set(SandboxConfiguration(generatedImages: 100).generatedImageIDs).count == 100)
        #expect(Identifier.hex("project/demo") == directory.demo.project.id)
    }

    @Test func `Passwords differ from start to start`() {
        #expect(SandboxConfiguration().password != SandboxConfiguration().password)
    }

    @Test(arguments: [-1, 65536]) func `A port that cannot be is refused`(port: Int) {
        #expect(throws: SandboxError.portOutOfRange(port)) { try Sandbox(configuration: .init(port: port)) }
    }
}
