import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The openstack command, which does on the sandbox what it does on the real cloud; it comes with the testbed.
@Suite(.enabled(if: Testbed.path != nil), .serialized, .timeLimit(.minutes(3))) struct OpenStackCommandTests {
    /// Runs the command as somebody.
    private func openstack(_ glance: Visit, as who: Who, _ arguments: String...) async throws -> (Int32, String) {
        let account = glance.cloud.account(of: who)
        let variables: [Environment.Key: String] = [
            "OS_AUTH_TYPE": "password", "OS_AUTH_URL": glance.cloud.authURL, "OS_USERNAME": account.name,
            "OS_PASSWORD": account.password.value, "OS_PROJECT_NAME": account.projectName,
            "OS_USER_DOMAIN_NAME": "Default", "OS_PROJECT_DOMAIN_NAME": "Default",
            "OS_REGION_NAME": glance.cloud.region, "OS_IDENTITY_API_VERSION": "3",
        ]
        let result = try await Subprocess.run(
            .name("openstack"), arguments: Arguments(arguments), environment: .inherit.updating(variables),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard case .exited(let code) = result.terminationStatus else { return (-1, result.standardError) }
        return (code, code == 0 ? result.standardOutput : result.standardError)
    }

    @Test("add, remove, accept", arguments: Clouds.all)
    func sharing(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            let added = try await openstack(glance, as: .owner, "image", "add", "project", image.id, consumer)
            #expect(added.0 == 0, "\(added.1)")
            #expect(try await glance.members(of: image) == [consumer])
            let accepted = try await openstack(glance, as: .consumer, "image", "set", "--accept", image.id)
            #expect(accepted.0 == 0, "\(accepted.1)")
            #expect(try await glance.send("GET", image.member(consumer)).json?["status"] == "accepted")
            let removed = try await openstack(glance, as: .owner, "image", "remove", "project", image.id, consumer)
            #expect(removed.0 == 0, "\(removed.1)")
            #expect(try await glance.members(of: image).isEmpty)
            // An administrator's command finds a project by its name; a member's takes the name for an ID.
            let named = try await openstack(glance, as: .admin, "image", "add", "project", image.id, "consumer")
            #expect(named.0 == 0, "\(named.1)")
            #expect(try await glance.members(of: image) == [consumer])
            let unnamed = try await openstack(glance, as: .owner, "image", "add", "project", image.id, "consumer")
            #expect(unnamed.0 == 0, "\(unnamed.1)")
            #expect(try await glance.members(of: image) == [consumer, "consumer"].sorted())
        }
    }

    @Test("create with data, deactivate, reactivate, delete", arguments: Clouds.all)
    func data(cloud: CloudKind) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "image-\(UUID().uuidString).raw")
        try Data(repeating: 7, count: 100_000).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await cloud.visit { glance in
            let created = try await openstack(
                glance, as: .owner, "image", "create", "--file", file.path, "--shared", "-f", "value", "-c", "id",
                "from-a-file")
            #expect(created.0 == 0, "\(created.1)")
            let image = TestImage(id: String(created.1.prefix { !$0.isWhitespace }))
            let shown = try await glance.send("GET", image.path).json
            #expect(shown?["status"] == "active")
            #expect(shown?["size"] == 100_000)
            for (option, status) in [("--deactivate", "deactivated"), ("--activate", "active")] {
                let set = try await openstack(glance, as: .owner, "image", "set", option, image.id)
                #expect(set.0 == 0, "\(set.1)")
                #expect(try await glance.send("GET", image.path).json?["status"]?.string == status)
            }
            let deleted = try await openstack(glance, as: .owner, "image", "delete", image.id)
            #expect(deleted.0 == 0, "\(deleted.1)")
            #expect(try await glance.send("GET", image.path).status == 404)
        }
    }

    @Test("list projects", arguments: Clouds.all, [Who.owner, .admin])
    func projects(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let listed = try await openstack(glance, as: who, "project", "list", "-f", "value", "-c", "Name")
            #expect(listed.0 == 0, "\(listed.1)")
            let names = Set(listed.1.split(separator: "\n").map(String.init))
            #expect(who == .admin ? names.isSuperset(of: ["demo", "consumer", "consumer-24"]) : names == ["demo"])
        }
    }
}
